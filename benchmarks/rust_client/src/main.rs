//! The benchmark's calls with the AWS SDK for Rust alone, as the reference.
//!
//! `benchmark-client ROW PORT (--seconds S | --calls N)` repeats the row's call, reads what the row
//! names from the typed responses, and prints the measurements as JSON. The calling thread drives
//! the sockets, as in a blocking program.

mod measure;

use std::future::Future;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::Credentials;
use aws_sdk_autoscaling as autoscaling;
use aws_sdk_autoscaling::types::AutoScalingGroup as Group;
use aws_sdk_cloudwatch as cloudwatch;
use aws_sdk_cloudwatch::primitives::DateTime;
use aws_sdk_cloudwatch::types::{Dimension, MetricDatum, Statistic};
use aws_smithy_http_client::pool::{Client, ConnectionPool};
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_types::error::display::DisplayErrorContext;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use measure::{Budget, Clock};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const READ_TIMEOUT: Duration = Duration::from_secs(70);

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Clone)]
struct Clients {
    autoscaling: autoscaling::Client,
    cloudwatch: cloudwatch::Client,
}

impl Clients {
    async fn connect(endpoint: String) -> Outcome<Self> {
        let pool = ConnectionPool::builder().tls_provider(Provider::rustls(CryptoMode::Ring)).build_https()?;
        let config = aws_config::defaults(BehaviorVersion::latest())
            .http_client(Client::new(&pool)?)
            .region(Region::from_static("eu-west-1"))
            .credentials_provider(Credentials::from_keys("AKIDEXAMPLE", "secret", None))
            .endpoint_url(endpoint)
            // reboto's defaults. boto and boto3 have such timeouts too; the SDK has no read timeout by default.
            .timeout_config(
                TimeoutConfig::builder()
                    .connect_timeout(CONNECT_TIMEOUT)
                    .read_timeout(READ_TIMEOUT)
                    .operation_attempt_timeout(CONNECT_TIMEOUT + READ_TIMEOUT)
                    .build(),
            )
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .load()
            .await;
        Ok(Self { autoscaling: autoscaling::Client::new(&config), cloudwatch: cloudwatch::Client::new(&config) })
    }

    async fn set_desired_capacity(self) -> Outcome {
        let call = self.autoscaling.set_desired_capacity();
        black_box(call.auto_scaling_group_name("web-000").desired_capacity(4).honor_cooldown(false).send().await?);
        Ok(())
    }

    async fn describe_1_group(self) -> Outcome {
        let call = self.autoscaling.describe_auto_scaling_groups().auto_scaling_group_names("web-000");
        for group in call.send().await?.auto_scaling_groups() {
            black_box((group.auto_scaling_group_name(), group.desired_capacity(), group.instances().len()));
        }
        Ok(())
    }

    async fn describe_100_groups(self) -> Outcome {
        let page = self.autoscaling.describe_auto_scaling_groups().max_records(100).send().await?;
        for instance in page.auto_scaling_groups().iter().flat_map(Group::instances) {
            black_box((
                instance.instance_id(),
                instance.health_status(),
                instance.lifecycle_state(),
                instance.availability_zone(),
            ));
        }
        Ok(())
    }

    async fn describe_1_alarm(self) -> Outcome {
        for alarm in self.cloudwatch.describe_alarms().alarm_names("web-000-cpu-high").send().await?.metric_alarms() {
            black_box((alarm.alarm_name(), alarm.state_value()));
        }
        Ok(())
    }

    async fn describe_100_alarms(self) -> Outcome {
        for alarm in self.cloudwatch.describe_alarms().max_records(100).send().await?.metric_alarms() {
            black_box((
                (alarm.alarm_name(), alarm.metric_name(), alarm.namespace(), alarm.statistic(), alarm.threshold()),
                (alarm.period(), alarm.evaluation_periods(), alarm.unit(), alarm.alarm_description()),
                (alarm.alarm_arn(), alarm.state_value(), alarm.state_reason(), alarm.alarm_actions()),
                (alarm.ok_actions(), alarm.insufficient_data_actions(), alarm.actions_enabled()),
                (alarm.comparison_operator(), alarm.alarm_configuration_updated_timestamp(), alarm.dimensions()),
            ));
        }
        Ok(())
    }

    async fn datapoints_1440(self) -> Outcome {
        let call = self.cloudwatch.get_metric_statistics();
        let call = call
            .namespace("AWS/EC2")
            .metric_name("CPUUtilization")
            .dimensions(Dimension::builder().name("AutoScalingGroupName").value("web-000").build())
            .start_time(DateTime::from_secs(1_790_000_000))
            .end_time(DateTime::from_secs(1_790_086_400))
            .period(60)
            .statistics(Statistic::Average)
            .statistics(Statistic::Maximum);
        for point in call.send().await?.datapoints() {
            black_box((point.average(), point.maximum(), point.unit(), point.timestamp()));
        }
        Ok(())
    }

    async fn put_1000_values(self) -> Outcome {
        let datum = |value: u16| MetricDatum::builder().metric_name("Latency").value(f64::from(value) / 8.0).build();
        let data = (0..1_000).map(datum).collect();
        black_box(self.cloudwatch.put_metric_data().namespace("Web").set_metric_data(Some(data)).send().await?);
        Ok(())
    }
}

struct Program {
    runtime: Runtime,
    clients: Clients,
    budget: Budget,
}

impl Program {
    /// One call after the other.
    fn in_turn<F: Future<Output = Outcome>>(self, call: impl Fn(Clients) -> F) -> Outcome {
        let once = || self.runtime.block_on(call(self.clients.clone()));
        measure::warm(&self.budget, 1, once)?;
        measure::tell(&self.budget, 1, once)
    }

    /// Rounds of concurrent calls.
    fn together<F: Future<Output = Outcome> + Send + 'static>(
        self,
        at_once: u32,
        call: impl Fn(Clients) -> F,
    ) -> Outcome {
        let round = || {
            self.runtime.block_on(async {
                let mut calls = JoinSet::new();
                for _ in 0..at_once {
                    calls.spawn(call(self.clients.clone()));
                }
                calls.join_all().await.into_iter().collect()
            })
        };
        measure::warm(&self.budget, at_once, round)?;
        measure::tell(&self.budget, at_once, round)
    }
}

fn run(row: &str, port: u16, budget: Budget) -> Outcome {
    let clock = Clock::start();
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let secure = row == "first_call_tls";
    let endpoint = if secure { format!("https://localhost:{port}") } else { format!("http://127.0.0.1:{port}") };
    let clients = runtime.block_on(Clients::connect(endpoint))?;
    let program = Program { runtime, clients, budget };
    match row {
        "start_up" => {
            program.runtime.block_on(program.clients.clone().describe_1_group())?;
            program.runtime.block_on(program.clients.clone().describe_1_alarm())?;
            clock.tell(1);
            Ok(())
        }
        "first_call_tls" => {
            program.runtime.block_on(program.clients.describe_1_group())?;
            clock.tell(1);
            Ok(())
        }
        "set_desired_capacity" => program.in_turn(Clients::set_desired_capacity),
        "describe_1_group" => program.in_turn(Clients::describe_1_group),
        "describe_1_alarm" => program.in_turn(Clients::describe_1_alarm),
        "describe_100_groups" => program.in_turn(Clients::describe_100_groups),
        "describe_100_alarms" => program.in_turn(Clients::describe_100_alarms),
        "datapoints_1440" => program.in_turn(Clients::datapoints_1440),
        "put_1000_values" => program.in_turn(Clients::put_1000_values),
        "threads_16" => program.together(16, Clients::describe_1_group),
        "awaited_64" => program.together(64, Clients::describe_1_group),
        "awaited_1000" => program.together(1_000, Clients::describe_1_group),
        _ => Err(format!("{row} is no row of the benchmark").into()),
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        [row, port, option, amount] => {
            port.parse().map_err(Into::into).and_then(|port| run(row, port, Budget::parse(option, amount)?))
        }
        _ => Err("usage: benchmark-client ROW PORT (--seconds S | --calls N)".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("benchmark-client: {}", DisplayErrorContext(&*error));
            ExitCode::FAILURE
        }
    }
}
