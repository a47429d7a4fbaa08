//! Inputs with generated members.

use _core::model::value::{Fields, Value};
use _core::model::{Structure, Type};
use aws_smithy_types::DateTime;

/// The members that an input gets.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// All members, in lists two items; this variant of each union.
    All { variant: usize },
    /// The required members, also of nested structures.
    Required,
    /// No members.
    Nothing,
    /// All members, with unusual values: each round has others.
    Edge { round: usize },
    /// All members; lists, maps and texts are empty.
    Empty,
}

/// Members that the SDK does not have, as `Structure.Member`.
pub struct Omitted(pub &'static [&'static str]);

impl Omitted {
    fn has(&self, structure: &Structure, member: &str) -> bool {
        self.0.iter().any(|name| name.split_once('.') == Some((structure.name, member)))
    }
}

/// A structure with members.
pub fn structure(of: &'static Structure, content: Content, omitted: &Omitted) -> Fields {
    let mut fields = Fields::new(of);
    let has: Vec<usize> = (0..of.members.len()).filter(|at| !omitted.has(of, of.members[*at].name)).collect();
    let chosen: Vec<usize> = match content {
        Content::Nothing => Vec::new(),
        Content::All { variant } if of.is_union => vec![has[variant % has.len()]],
        _ if of.is_union => vec![has[0]],
        Content::Required => has.into_iter().filter(|at| of.members[*at].is_required).collect(),
        _ => has,
    };
    for at in chosen {
        fields.set_at(at, Some(value(&of.members[at].of, content, at, omitted)));
    }
    fields
}

/// The number of unions in an input.
pub fn unions(fields: &Fields) -> usize {
    fn within(value: &Value) -> usize {
        match value {
            Value::Structure(fields) => unions(fields),
            Value::List(items) => items.iter().map(within).sum(),
            Value::Map(entries) => entries.iter().map(|(_, value)| within(value)).sum(),
            _ => 0,
        }
    }
    usize::from(fields.of.is_union) + fields.iter().map(|(_, value)| within(value)).sum::<usize>()
}

fn value(of: &'static Type, content: Content, seed: usize, omitted: &Omitted) -> Value {
    match of {
        Type::List(list) | Type::Dimensions(list) | Type::Tags(list) => {
            let length = if matches!(content, Content::Empty) { 0 } else { 2 };
            Value::List((0..length).map(|at| value(&list.item, content, seed + at, omitted)).collect())
        }
        // One entry: the SDK's maps have no order.
        Type::Map(entry) => {
            let length = usize::from(!matches!(content, Content::Empty));
            Value::Map((0..length).map(|at| (text(content, at), value(entry, content, seed, omitted))).collect())
        }
        Type::Structure(nested) => Value::Structure(structure(nested, content, omitted)),
        Type::Text(_) => Value::Text(text(content, seed)),
        scalar => number(scalar, content, seed),
    }
}

const TEXTS: [&str; 8] = [
    "",
    "a&b=c+d %20;/?:@,$!*'()~-._",
    "line\r\nfeed\ttab\0nul \"quoted\" <tag> \\ `",
    "Größe 容量 😀 \u{301}",
    "0123456789012345678901234",
    "true",
    "0",
    " leading and trailing ",
];
const INTEGERS: [i32; 16] =
    [0, 1, -1, 23, 24, -24, -25, 255, 256, -256, -257, 65_535, 65_536, 1_000_000, i32::MAX, i32::MIN];
const LONGS: [i64; 8] = [0, -1, 4_294_967_295, 4_294_967_296, -4_294_967_297, 1_764_287_000_123, i64::MAX, i64::MIN];
const DOUBLES: [f64; 16] = [
    0.0,
    -0.0,
    0.1,
    100.0,
    1e300,
    -1.5,
    1e-7,
    1e15,
    1e16,
    1e17,
    1e21,
    123_456_789.123,
    f64::MAX,
    f64::MIN_POSITIVE,
    f64::INFINITY,
    f64::NEG_INFINITY,
];
/// Seconds and nanoseconds.
const TIMES: [(i64, u32); 8] = [
    (0, 0),
    (1_764_287_000, 0),
    (1_764_287_000, 123_000_000),
    (1_764_287_000, 500_000_000),
    (1_764_287_000, 123_456_789),
    (1_764_287_000, 1_000_000),
    (-1, 250_000_000),
    (253_402_300_799, 999_000_000),
];
/// Rounds after which each member had each of these values.
pub const EDGES: usize = 16;

fn text(content: Content, seed: usize) -> String {
    match content {
        Content::Edge { round } if (seed + round) % 16 == 15 => "ü".repeat(130),
        Content::Edge { round } if (seed + round) % 16 == 14 => "x".repeat(300),
        Content::Edge { round } => TEXTS[(seed + round) % TEXTS.len()].to_owned(),
        Content::Empty => String::new(),
        _ => format!("text-{seed}"),
    }
}

fn number(of: &Type, content: Content, seed: usize) -> Value {
    let at = match content {
        Content::Edge { round } => seed + round,
        Content::Empty => 0,
        _ => seed + 1,
    };
    match of {
        Type::Integer(_) => Value::Integer(INTEGERS[at % INTEGERS.len()]),
        Type::Long(_) => Value::Long(LONGS[at % LONGS.len()]),
        Type::Double(_) => Value::Double(DOUBLES[at % DOUBLES.len()]),
        Type::Boolean => Value::Boolean(at % 2 == 1),
        Type::Timestamp => {
            let (seconds, nanoseconds) = TIMES[at % TIMES.len()];
            Value::Timestamp(DateTime::from_secs_and_nanos(seconds, nanoseconds))
        }
        other => unreachable!("{other:?} is no scalar"),
    }
}
