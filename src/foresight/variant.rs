//! Variants of a scenario: other values at some of its keys, and noise.

use std::sync::Arc;

use super::error::{Error, Result};
use super::load::Source;
use super::scenario::Scenario;
use super::schema::item::{Item, Path};
use super::schema::json::{self, Node};
use super::schema::scenario::scenario;

/// A scenario as JSON, with the long series of its metrics apart.
#[derive(Debug)]
pub struct Base {
    node: Node,
    /// The values or the load of metrics, by name.
    series: Vec<(String, Arc<[f64]>)>,
}

/// The place of a value in a scenario's JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

impl Base {
    /// A series replaces the `values` or the `load` of its metric, which stands there as an empty list.
    pub fn new(text: &str, series: Vec<(String, Arc<[f64]>)>) -> Result<Self> {
        Ok(Self { node: json::parse(text)?, series })
    }

    pub fn scenario(&self) -> Result<Scenario> {
        self.read(&self.node, &self.series)
    }

    /// The scenario with other values at the pointers and, if given, other series.
    pub fn variant(&self, pointers: &[Pointer], values: &[Node], noisy: Option<&[Arc<[f64]>]>) -> Result<Scenario> {
        let mut node = self.node.clone();
        for (pointer, value) in pointers.iter().zip(values) {
            pointer.set(&mut node, value.clone())?;
        }
        let Some(noisy) = noisy else { return self.read(&node, &self.series) };
        let series: Vec<_> =
            self.series.iter().zip(noisy).map(|((name, _), values)| (name.clone(), values.clone())).collect();
        self.read(&node, &series)
    }

    fn read(&self, node: &Node, series: &[(String, Arc<[f64]>)]) -> Result<Scenario> {
        let mut scenario = scenario(Item::new(node, Path::ROOT.join("scenario")))?;
        for (name, values) in series {
            let metric = scenario.metrics.iter_mut().find(|metric| metric.name == *name).ok_or_else(|| {
                Error::invalid("series", "the values of a metric of the scenario", format!("{name:?}"))
            })?;
            match &mut metric.source {
                Source::Replay(known) | Source::Load(_, known) => *known = values.clone(),
            }
        }
        Ok(scenario)
    }

    /// The series of a seed: each load varies around its own, replayed values stay.
    pub fn noisy(&self, seed: u64, deviation: f64) -> Result<Vec<Arc<[f64]>>> {
        let scenario = self.scenario()?;
        let vary = |(number, (name, values)): (usize, &(String, Arc<[f64]>))| {
            let metric = scenario.metrics.iter().find(|metric| metric.name == *name);
            if metric.is_some_and(|metric| matches!(metric.source, Source::Load(..))) {
                let mut noise = Noise::new(seed, number as u64 + 1);
                values.iter().map(|value| value * noise.factor(deviation)).collect()
            } else {
                values.clone()
            }
        };
        Ok(self.series.iter().enumerate().map(vary).collect())
    }
}

impl Pointer {
    /// Read pointers such as `[["alarms", 0, "threshold"]]`.
    pub fn list(text: &str) -> Result<Vec<Self>> {
        Item::new(&json::parse(text)?, Path::ROOT.join("pointers")).each(|pointer| {
            let steps = pointer.each(|step| match step.node {
                Node::Text(key) => Ok(Step::Key(key.clone())),
                Node::Int(index) => usize::try_from(*index)
                    .map(Step::Index)
                    .map_err(|_| step.invalid("a key, or an index of at least 0")),
                _ => Err(step.invalid("a key or an index")),
            })?;
            if steps.is_empty() { Err(pointer.invalid("a list of keys and indices")) } else { Ok(Self(steps)) }
        })
    }

    fn set(&self, node: &mut Node, value: Node) -> Result<()> {
        let mut at = node;
        for step in &self.0 {
            let next = match (step, at) {
                (Step::Key(key), Node::Map(entries)) => {
                    let known = entries.iter().position(|(name, _)| name == key);
                    let index = known.unwrap_or_else(|| {
                        entries.push((key.clone(), Node::Map(Vec::new())));
                        entries.len() - 1
                    });
                    Some(&mut entries[index].1)
                }
                (Step::Index(index), Node::List(items)) => items.get_mut(*index),
                _ => None,
            };
            at = next.ok_or_else(|| Error::invalid("pointers", "places in the scenario", format!("{:?}", self.0)))?;
        }
        *at = value;
        Ok(())
    }
}

/// A reproducible sequence of random factors.
#[derive(Debug)]
pub struct Noise(u64);

impl Noise {
    /// Each stream of a seed has a sequence of its own.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut noise = Self(seed);
        noise.0 = noise.next().wrapping_add(stream.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        noise
    }

    /// SplitMix64: https://prng.di.unimi.it/splitmix64.c
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    }

    /// A factor around 1 with this standard deviation, at least 0.
    ///
    /// Twelve uniform numbers approximate a normal one. Additions give the same result on each host,
    /// logarithms may not.
    pub fn factor(&mut self, deviation: f64) -> f64 {
        if deviation == 0.0 {
            return 1.0;
        }
        // Two numbers of 32 bits each from six draws.
        let sum: f64 = (0..6).map(|_| self.next()).map(|bits| ((bits >> 32) + (bits & 0xffff_ffff)) as f64).sum();
        let normal = sum / 4_294_967_296.0 - 6.0;
        let factor = 1.0 + deviation * normal;
        if factor > 0.0 { factor } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"start": 0, "duration": 60, "group": {"min_size": 1, "max_size": 2},
        "metrics": {"m": {"model": "per_instance", "load": []}}}"#;

    fn base() -> Base {
        Base::new(TEXT, vec![("m".to_owned(), Arc::from([1.0, f64::NAN, 3.0]))]).expect("valid JSON")
    }

    #[test]
    fn a_variant_has_other_values_and_the_same_series() {
        let pointers = Pointer::list(r#"[["group", "max_size"], ["group", "launch_seconds"]]"#).expect("pointers");
        let base = base();
        let variant = base.variant(&pointers, &[Node::Int(7), Node::Int(90)], None).expect("a scenario");
        assert_eq!((variant.group.max_size, variant.group.durations.launch), (7, 90));
        let Source::Load(_, load) = &variant.metrics[0].source else { panic!("expected a load") };
        assert!(Arc::ptr_eq(load, &base.series[0].1));
        assert_eq!(base.scenario().expect("a scenario").group.max_size, 2);
    }

    #[test]
    fn an_invalid_variant_is_an_error_that_names_the_key() {
        let pointers = Pointer::list(r#"[["group", "max_size"]]"#).expect("pointers");
        let error = base().variant(&pointers, &[Node::Int(0)], None).expect_err("a maximum below the minimum");
        assert!(error.to_string().starts_with("scenario.group.max_size must be at least min_size"), "{error}");
        for text in [r#"[["alarms", 0, "threshold"]]"#, r#"[["start", "x"]]"#] {
            let pointers = Pointer::list(text).expect("pointers");
            assert!(base().variant(&pointers, &[Node::Int(0)], None).is_err(), "{text}");
        }
        for text in ["[[]]", "[[-1]]", "[[null]]", "{}", "["] {
            assert!(Pointer::list(text).is_err(), "{text}");
        }
        let unknown = Base::new(TEXT, vec![("x".to_owned(), Arc::from([]))]).expect("valid JSON");
        assert!(unknown.scenario().is_err());
    }

    #[test]
    fn noise_repeats_itself_and_has_the_deviation() {
        let factors = |seed, stream| {
            let mut noise = Noise::new(seed, stream);
            (0..4000).map(|_| noise.factor(0.1)).collect::<Vec<f64>>()
        };
        let first = factors(1, 1);
        assert_eq!(first, factors(1, 1));
        assert!(first != factors(1, 2) && first != factors(2, 1));
        let mean = first.iter().sum::<f64>() / 4000.0;
        let variance = first.iter().map(|factor| (factor - mean).powi(2)).sum::<f64>() / 4000.0;
        assert!((mean - 1.0).abs() < 0.01 && (variance.sqrt() - 0.1).abs() < 0.01, "{mean} {variance}");
        let noisy = base().noisy(3, 0.5).expect("a scenario");
        assert!(noisy[0][1].is_nan() && noisy[0][0] != 1.0);
        assert_eq!(base().noisy(3, 0.0).expect("a scenario")[0][2], 3.0);
    }
}
