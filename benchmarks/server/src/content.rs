//! The content of the responses, with the sizes and shapes of a large site.

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

/// The datapoints of a day, one per minute.
pub fn datapoints(count: u32) -> Node {
    let datapoint = |number: u32| {
        let load = f64::from(number % 97) + 0.125;
        Map(vec![
            ("Timestamp", Time(EPOCH + i64::from(number) * 60)),
            ("Average", Real(load)),
            ("Maximum", Real(load * 1.5)),
            ("Unit", "Percent".into()),
        ])
    };
    Map(vec![("Label", "CPUUtilization".into()), ("Datapoints", List((0..count).map(datapoint).collect()))])
}

pub fn nothing() -> Node {
    Map(vec![])
}
