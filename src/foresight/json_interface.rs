//! The JSON interface: a function's name and its arguments in, its result out.

use std::fmt::Write as _;

use super::error::{Error, Result};
use super::evaluation::{Evaluator, Point, Register, Rule, State};
use super::run::{Workspace, run};
use super::scenario::{Parameters, Test};
use super::schema::alarm::Band;
use super::schema::item::{Item, MOST, Object, Path, TIMES};
use super::schema::json::{self, Node, quote};
use super::schema::{alarm, group, parameters, policy, scenario, schedule};
use super::timeline::Timeline;
use super::window::{Statistic, Window};
use super::{plan::Plan, policy as policies};

/// The most points that one call evaluates, and the most pairs that it returns.
const MOST_POINTS: u64 = 1_000_000_000;
const MOST_PAIRS: u64 = 1_000_000;

type Function = (&'static str, &'static [&'static str], fn(&Object) -> Result<String>);

const FUNCTIONS: [Function; 10] = [
    ("evaluate", &["alarm", "window", "state", "parameters"], evaluate),
    ("evaluate_alarm", &["alarm", "datapoints", "state", "parameters"], evaluate_alarm),
    ("cadence", &["alarm"], cadence),
    ("alarm_window", &["alarm", "now", "parameters"], alarm_window),
    ("statistic", &["name", "values"], statistic),
    ("select_step", &["steps", "threshold", "value"], select_step),
    ("apply_policy", &["policy", "group", "metric", "parameters"], apply_policy),
    ("resolve", &["proposals", "desired"], resolve),
    ("scheduled_times", &["action", "start", "end"], scheduled_times),
    ("run", &["scenario"], run_scenario),
];

/// Call a function of the interface with the JSON of its arguments. Returns the JSON of its result.
pub fn call(function: &str, args: &str) -> Result<String> {
    let found = find(function)?;
    dispatch(found, Item::new(&json::parse(args)?, Path::ROOT))
}

/// Handle a request `{"function": F, "args": {...}}`.
///
/// Returns the response, `{"result": R}` or `{"error": "text"}`, in one line.
#[must_use]
pub fn respond(request: &[u8]) -> String {
    match handle(request) {
        Ok(result) => format!("{{\"result\":{result}}}"),
        Err(error) => format!("{{\"error\":{}}}", quote(&error.to_string())),
    }
}

fn handle(request: &[u8]) -> Result<String> {
    let text = std::str::from_utf8(request)
        .map_err(|error| Error::Syntax { path: String::new(), reason: error.to_string() })?;
    let node = json::parse(text)?;
    let request = Item::new(&node, Path::ROOT).object(&["function", "args"])?;
    let function = find(request.need("function", "the name of a function")?.text()?)?;
    let empty = Node::Map(Vec::new());
    let args = request.get("args").map_or(&empty, |args| args.node);
    dispatch(function, Item::new(args, Path::ROOT))
}

fn find(name: &str) -> Result<&'static Function> {
    FUNCTIONS.iter().find(|(known, ..)| *known == name).ok_or_else(|| {
        let known: Vec<&str> = FUNCTIONS.iter().map(|(known, ..)| *known).collect();
        Error::Unknown { path: format!("function {}", quote(&super::error::shorten(name))), known: known.join(", ") }
    })
}

fn dispatch(&(_, keys, function): &Function, args: Item) -> Result<String> {
    function(&args.object(keys)?)
}

fn evaluate(args: &Object) -> Result<String> {
    let (fields, test, parameters) = alarm_arguments(args)?;
    let item = args.need("window", "a list of numbers and nulls")?;
    let points = points(&item, &test.rule(&parameters), fields.bands.as_deref())?;
    let state = args.word("state", &State::WORDS, State::InsufficientData)?;
    Ok(quote(test.rule(&parameters).evaluate(&points, state).as_str()))
}

fn evaluate_alarm(args: &Object) -> Result<String> {
    let (fields, test, parameters) = alarm_arguments(args)?;
    let rule = test.rule(&parameters);
    let item = args.need("datapoints", "a list of numbers and nulls")?;
    let points = points(&item, &rule, fields.bands.as_deref())?;
    let mut state = args.word("state", &State::WORDS, State::InsufficientData)?;
    let range = rule.periods + parameters.evaluation_range_extra;
    let states: Vec<String> = if let Some(evaluator) = Evaluator::new(rule, range) {
        let mut register = Register::default();
        let step = |point: &Point| {
            register.push(*point);
            state = evaluator.evaluate(register, state);
            quote(state.as_str())
        };
        points.iter().map(step).collect()
    } else {
        let seen = range.min(points.len() as u64);
        if seen.saturating_mul(points.len() as u64) > MOST_POINTS {
            return Err(item.invalid(format!("short enough to evaluate {MOST_POINTS} points in all")));
        }
        let step = |end: usize| {
            // Points before the first one are missing and change nothing.
            state = rule.evaluate(&points[end.saturating_sub(seen as usize)..end], state);
            quote(state.as_str())
        };
        (1..=points.len()).map(step).collect()
    };
    Ok(format!("[{}]", states.join(",")))
}

fn alarm_arguments<'a>(args: &'a Object) -> Result<(alarm::Fields<'a>, Test, Parameters)> {
    let fields = alarm::fields(args.need("alarm", "an object")?)?;
    let test = fields.test()?;
    Ok((fields, test, parameters::parameters(args.get("parameters"))?))
}

/// Points as the rule sees them; a band comparison needs a band at each value.
fn points(item: &Item, rule: &Rule, bands: Option<&[Band]>) -> Result<Vec<Point>> {
    let values = item.points()?;
    if !rule.comparison.needs_band() {
        return Ok(values.into_iter().map(|value| rule.point(value)).collect());
    }
    let bands = bands.ok_or_else(|| Error::Missing {
        path: "alarm.bands".to_owned(),
        expected: "a list of [lower, upper], one a point".to_owned(),
    })?;
    if bands.len() != values.len() {
        let expected = format!("a list of {} pairs, one a point", values.len());
        return Err(Error::invalid("alarm.bands", expected, format!("{} pairs", bands.len())));
    }
    let point = |(index, (value, band)): (usize, (f64, &Band))| match band {
        _ if value.is_nan() => Ok(Point::Missing),
        Some((lower, upper)) if rule.comparison.breaches(value, *lower, *upper) => Ok(Point::Breach),
        Some(_) => Ok(Point::Good),
        None => Err(Error::invalid(format!("alarm.bands[{index}]"), "[lower, upper] where there is a value", "null")),
    };
    values.into_iter().zip(bands).enumerate().map(point).collect()
}

fn cadence(args: &Object) -> Result<String> {
    Ok(window(args)?.cadence().to_string())
}

fn window(args: &Object) -> Result<Window> {
    alarm::fields(args.need("alarm", "an object")?)?.window()
}

fn alarm_window(args: &Object) -> Result<String> {
    let window = window(args)?;
    let parameters = parameters::parameters(args.get("parameters"))?;
    let now = args.need("now", "a time")?.time()?;
    let range = window.periods + parameters.evaluation_range_extra;
    if range > MOST_PAIRS {
        let expected = format!("at most {MOST_PAIRS} less parameters.evaluation_range_extra");
        return Err(Error::invalid("alarm.evaluation_periods", expected, window.periods));
    }
    let newest = i128::from(window.newest_end(now, parameters.metric_delay));
    let period = i128::from(window.period);
    Ok(list((0..range).rev(), |text, age| {
        let end = newest - i128::from(age) * period;
        write!(text, "[{},{end}]", end - period)
    }))
}

/// A JSON list.
fn list<T>(items: impl Iterator<Item = T>, write: impl Fn(&mut String, T) -> std::fmt::Result) -> String {
    let mut text = String::from("[");
    for (index, item) in items.enumerate() {
        if index > 0 {
            text.push(',');
        }
        // Writing to a string cannot fail.
        let _ = write(&mut text, item);
    }
    text.push(']');
    text
}

fn statistic(args: &Object) -> Result<String> {
    let statistic = args.need("name", "a statistic")?.word(&Statistic::WORDS)?;
    let values = args.need("values", "a list of numbers")?;
    let value = statistic.of(values.points()?.into_iter());
    match serde_json::Number::from_f64(value) {
        Some(number) => Ok(number.to_string()),
        None if value.is_nan() => Ok("null".to_owned()),
        None => Err(values.invalid("numbers whose sum is a finite double")),
    }
}

fn select_step(args: &Object) -> Result<String> {
    let steps = args.need("steps", "a list of steps")?.each(policy::step)?;
    let threshold = args.need("threshold", "a number")?.number()?;
    let value = args.need("value", "a number")?.number()?;
    let adjustment = policies::select_step(&steps, threshold, value).and_then(|step| step.adjustment);
    Ok(adjustment.map_or("null".to_owned(), |adjustment| adjustment.to_string()))
}

fn apply_policy(args: &Object) -> Result<String> {
    let policy = policy::policy(args.need("policy", "an object")?, false)?;
    let group = group::capacity(args.need("group", "an object")?)?;
    let reading = policy::reading(args.get("metric"), &policy)?;
    let parameters = parameters::parameters(args.get("parameters"))?;
    let (capacity, reason) = policy.apply(&group, reading, &parameters.tracking);
    Ok(format!("{{\"capacity\":{capacity},\"reason\":\"{}\"}}", reason.as_str()))
}

fn resolve(args: &Object) -> Result<String> {
    let proposals = args.need("proposals", "a list of integers")?.each(|item| item.integer(-MOST..=MOST))?;
    let desired = args.need_integer("desired", -MOST..=MOST)?;
    Ok(policies::resolve(proposals, desired).to_string())
}

fn scheduled_times(args: &Object) -> Result<String> {
    let action = schedule::action(args.need("action", "an object")?, false)?;
    let start = args.need("start", "a time")?.time()?;
    let end = args.need("end", "a time")?;
    // The end is exclusive: it may be the second after the last time.
    let last = end.integer(*TIMES.start()..=*TIMES.end() + 1)?;
    let times = action
        .times(start, last)
        .ok_or_else(|| end.invalid(format!("soon enough for at most {} times", super::schedule::MOST_TIMES)))?;
    Ok(list(times.into_iter(), |text, time| write!(text, "{time}")))
}

fn run_scenario(args: &Object) -> Result<String> {
    let scenario = scenario::scenario(args.need("scenario", "an object")?)?;
    let plan = Plan::new(&scenario)?;
    let (mut workspace, mut timeline) = (Workspace::default(), Timeline::default());
    run(&plan, &mut workspace, &mut timeline);
    Ok(super::timeline_json::to_json(&scenario, &plan.alarms, &workspace, &timeline))
}
