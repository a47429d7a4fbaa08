//! Tests of the whole simulator: published examples, a naive simulation, properties, invalid requests.

mod invalid_requests;
mod naive;
mod oracle_runs;
mod oracles;
mod properties;
mod random_scenarios;
mod recorded;
mod requests;
