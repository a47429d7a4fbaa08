//! Tests of the room as a whole: published examples, a naive simulation, properties, hostile requests.

mod chance;
mod hostile;
mod naive;
mod oracle_runs;
mod oracles;
mod properties;
mod recorded;
mod requests;
