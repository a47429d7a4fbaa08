//! The content of the responses, in the sizes of a large site.

use crate::document::Node::{self, Integer, List, Map, Real, Time, Truth};

/// A Monday in September 2026, UTC.
const EPOCH: i64 = 1_790_000_000;
const ACCOUNT: &str = "arn:aws:autoscaling:eu-west-1:123456789012:";

pub fn groups(count: usize, instances: usize) -> Node {
    Map(vec![("AutoScalingGroups", List((0..count).map(|number| group(number, instances)).collect()))])
}

fn group(number: usize, instances: usize) -> Node {
    let name = format!("web-{number:03}");
    let size = i64::try_from(instances).expect("a group is small");
    Map(vec![
        ("AutoScalingGroupName", name.as_str().into()),
        (
            "AutoScalingGroupARN",
            format!("{ACCOUNT}autoScalingGroup:6d3c1f0a-93f0-4a83-8f0e-{number:012x}:autoScalingGroupName/{name}")
                .into(),
        ),
        ("LaunchConfigurationName", format!("web-launch-{number:03}").into()),
        ("MinSize", Integer(1)),
        ("MaxSize", Integer(size * 2)),
        ("DesiredCapacity", Integer(size)),
        ("DefaultCooldown", Integer(300)),
        ("AvailabilityZones", List(["a", "b", "c"].iter().map(|zone| format!("eu-west-1{zone}").into()).collect())),
        ("LoadBalancerNames", List(vec![format!("front-{number:03}").into()])),
        ("TargetGroupARNs", List(vec![])),
        ("HealthCheckType", "EC2".into()),
        ("HealthCheckGracePeriod", Integer(120)),
        ("Instances", List((0..instances).map(|instance| self::instance(number, instance)).collect())),
        ("CreatedTime", Time(EPOCH)),
        ("SuspendedProcesses", List(vec![])),
        ("VPCZoneIdentifier", "subnet-0a1b2c3d4e5f60718,subnet-0f1e2d3c4b5a69780".into()),
        ("EnabledMetrics", List(vec![])),
        (
            "Tags",
            List(
                [("Name", name.as_str()), ("environment", "production"), ("team", "platform")]
                    .into_iter()
                    .map(|(key, value)| tag(&name, key, value))
                    .collect(),
            ),
        ),
        ("TerminationPolicies", List(vec!["Default".into()])),
        ("NewInstancesProtectedFromScaleIn", Truth(false)),
        (
            "ServiceLinkedRoleARN",
            "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
                .into(),
        ),
    ])
}

fn tag(group: &str, key: &str, value: &str) -> Node {
    Map(vec![
        ("Key", key.into()),
        ("Value", value.into()),
        ("ResourceId", group.into()),
        ("ResourceType", "auto-scaling-group".into()),
        ("PropagateAtLaunch", Truth(true)),
    ])
}

fn instance(group: usize, number: usize) -> Node {
    let zone = ["a", "b", "c"][number % 3];
    Map(vec![
        ("InstanceId", format!("i-0{:016x}", group * 1_000 + number).into()),
        ("AvailabilityZone", format!("eu-west-1{zone}").into()),
        ("LifecycleState", "InService".into()),
        ("HealthStatus", "Healthy".into()),
        ("LaunchConfigurationName", format!("web-launch-{group:03}").into()),
        ("ProtectedFromScaleIn", Truth(false)),
    ])
}

pub fn alarms(count: usize) -> Node {
    Map(vec![("MetricAlarms", List((0..count).map(alarm).collect()))])
}

fn alarm(number: usize) -> Node {
    let name = format!("web-{number:03}-cpu-high");
    let time = EPOCH + i64::try_from(number).expect("few alarms") * 60;
    let policy = format!(
        "{ACCOUNT}scalingPolicy:8f9a1c2e-0b7d-4c55-9e1f-{number:012x}:autoScalingGroupName/web-{number:03}:policyName/up"
    );
    Map(vec![
        ("AlarmName", name.as_str().into()),
        ("AlarmArn", format!("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:{name}").into()),
        ("AlarmDescription", "Add instances while the group is busy".into()),
        ("AlarmConfigurationUpdatedTimestamp", Time(time)),
        ("ActionsEnabled", Truth(true)),
        ("OKActions", List(vec![])),
        ("AlarmActions", List(vec![policy.into()])),
        ("InsufficientDataActions", List(vec![])),
        ("StateValue", "OK".into()),
        (
            "StateReason",
            "Threshold Crossed: 1 datapoint [31.5 (21/09/26 14:13:00)] was not greater than the threshold (70.0)."
                .into(),
        ),
        ("StateUpdatedTimestamp", Time(time + 300)),
        ("MetricName", "CPUUtilization".into()),
        ("Namespace", "AWS/EC2".into()),
        ("Statistic", "Average".into()),
        (
            "Dimensions",
            List(vec![Map(vec![
                ("Name", "AutoScalingGroupName".into()),
                ("Value", format!("web-{number:03}").into()),
            ])]),
        ),
        ("Period", Integer(60)),
        ("Unit", "Percent".into()),
        ("EvaluationPeriods", Integer(2)),
        ("Threshold", Real(70.5)),
        ("ComparisonOperator", "GreaterThanThreshold".into()),
    ])
}

/// Pages of the datapoints of a day, one per minute: unordered and with many digits, as AWS sends them.
pub fn datapoints(pages: u32, count: u32) -> Vec<Node> {
    (0..pages).map(|page| datapoints_of(page, count)).collect()
}

fn datapoints_of(page: u32, count: u32) -> Node {
    let day = EPOCH.div_euclid(86_400) + i64::from(page);
    let mut noise = Noise(u64::from(page) + 1);
    let mut points: Vec<Node> = (0..count)
        .map(|number| {
            let load = noise.next() * 100.0;
            Map(vec![
                ("Timestamp", Time(day * 86_400 + i64::from(number) * 60)),
                ("Average", Real(load)),
                ("Maximum", Real(load * 1.5)),
                ("Unit", "Percent".into()),
            ])
        })
        .collect();
    for last in (1..points.len()).rev() {
        // Any order serves; the bias of the remainder does not matter.
        let other = usize::try_from(noise.step() >> 33).expect("31 bits") % (last + 1);
        points.swap(last, other);
    }
    Map(vec![("Label", "CPUUtilization".into()), ("Datapoints", List(points))])
}

/// A linear congruential generator: the same numbers in each run.
struct Noise(u64);

impl Noise {
    fn step(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0
    }

    /// A number from 0 to 1.
    fn next(&mut self) -> f64 {
        let bits = u32::try_from(self.step() >> 32).expect("32 bits");
        f64::from(bits) / f64::from(u32::MAX)
    }
}

/// Temporary credentials of a role.
pub fn role() -> Node {
    Map(vec![(
        "Credentials",
        Map(vec![
            ("AccessKeyId", "ASIAEXAMPLE".into()),
            ("SecretAccessKey", "secret".into()),
            ("SessionToken", "token".into()),
            // The year 2033.
            ("Expiration", Time(2_000_000_000)),
        ]),
    )])
}

pub fn nothing() -> Node {
    Map(vec![])
}
