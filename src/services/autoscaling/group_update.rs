//! Updates of a group that was read: only what changed since is sent.
//!
//! A group keeps what was received of it. It is decoded again and compared with the attributes, so
//! changes in a list count, and scaling done by others in the meantime is not undone.

use bytes::Bytes;
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::arguments::convert::{Arg, Convert};
use crate::arguments::members;
use crate::client::raw_response::RawResponse;
use crate::decode::shape::Shape;
use crate::decode::xml_response;
use crate::model::RECEIVED;
use crate::model::autoscaling::{INSTANCE_MAINTENANCE_POLICY, UPDATE_AUTO_SCALING_GROUP_TYPE};
use crate::model::value::{Fields, Value};
use crate::model::{Member, Type};

/// The members to send and all members of the group, or `None` if it was not read from AWS.
pub struct Changes {
    pub sent: Fields,
    pub all: Fields,
}

impl Changes {
    pub fn of(
        connection: &Bound<'_, PyAny>,
        group: &Bound<'_, PyAny>,
        shape: &'static Shape,
    ) -> PyResult<Option<Self>> {
        let Some(received) = members::received(group)? else { return Ok(None) };
        let all = settings(group)?;
        let before = if let Ok(sent) = received.cast::<PyDict>() {
            from_dict(sent)?
        } else {
            let read = read_again(connection, received.cast::<PyBytes>()?.as_bytes(), shape)?;
            warn_of_others(group, &read)?;
            settings(&read)?
        };
        // The attributes of another group: none of them is known to be unchanged.
        if all.get(NAME) != before.get(NAME) {
            return Ok(None);
        }
        let sent = difference(&before, &all)?;
        Ok(Some(Self { sent, all }))
    }

    /// Keeps the members that were sent as those that AWS has.
    pub fn remember(all: &Bound<'_, PyAny>, group: &Bound<'_, PyAny>) -> PyResult<()> {
        group.setattr(intern!(group.py(), RECEIVED), all)
    }
}

const NAME: &str = "AutoScalingGroupName";

/// The members by which a group launches instances; setting one replaces the others.
const LAUNCH_SOURCES: [&str; 3] = ["LaunchConfigurationName", "LaunchTemplate", "MixedInstancesPolicy"];

/// A group as it was received.
fn read_again<'py>(
    connection: &Bound<'py, PyAny>,
    document: &[u8],
    shape: &'static Shape,
) -> PyResult<Bound<'py, PyAny>> {
    let shape = shape.load(connection.py())?;
    let group = shape.instantiate(&shape.class(connection.py()), connection)?;
    let received = RawResponse { status: 200, headers: Vec::new(), body: Bytes::copy_from_slice(document) };
    xml_response::read(connection, &received, &[], |decoder| decoder.fill(&group, shape))?;
    Ok(group)
}

/// The members that an update can send, also those that are 0 or empty.
fn settings(group: &Bound<'_, PyAny>) -> PyResult<Fields> {
    let mut fields = Fields::new(&UPDATE_AUTO_SCALING_GROUP_TYPE);
    for (at, member) in fields.of.members.iter().enumerate() {
        if let Some(given) = members::attribute(group, member)? {
            fields.set_at(at, setting(member, given)?);
        }
    }
    members::check_attributes("AutoScalingGroup", group, fields.of.members)?;
    Ok(fields)
}

fn setting(member: &'static Member, given: Bound<'_, PyAny>) -> PyResult<Option<Value>> {
    let name = format!("AutoScalingGroup.{}", member.attribute);
    let given: Arg<'_> = Some(given);
    Ok(match (member.name, &member.of) {
        ("VPCZoneIdentifier", _) => given.texts(&name)?.map(|ids| Value::Text(ids.join(","))),
        ("LaunchConfigurationName", _) => given.name_or_object(&name)?.map(Value::Text),
        (_, Type::Text(_)) => given.text(&name)?.map(Value::Text),
        (_, Type::List(list)) if matches!(list.item, Type::Text(_)) => {
            given.texts(&name)?.map(|texts| Value::List(texts.into_iter().map(Value::Text).collect()))
        }
        (_, of) => given.map(|given| members::converted(&name, &given, of)).transpose()?,
    })
}

/// The settings as an earlier update sent them.
fn from_dict(sent: &Bound<'_, PyDict>) -> PyResult<Fields> {
    let mut fields = Fields::new(&UPDATE_AUTO_SCALING_GROUP_TYPE);
    for (at, member) in fields.of.members.iter().enumerate() {
        if let Some(given) = sent.get_item(member.name)? {
            fields.set_at(at, setting(member, given)?);
        }
    }
    Ok(fields)
}

fn difference(before: &Fields, all: &Fields) -> PyResult<Fields> {
    let mut changes = Fields::new(all.of);
    changes.set(NAME, all.get(NAME).cloned());
    let is_changed = |name: &str| all.get(name).is_some() && all.get(name) != before.get(name);
    let has_new_source = LAUNCH_SOURCES.iter().any(|name| is_changed(name));
    for (at, member) in all.of.members.iter().enumerate() {
        match (before.at(at), all.at(at)) {
            (old, new) if old == new => {}
            (_, Some(new)) => {
                // An empty text may remove a setting, so the model's least length does not hold.
                if *new != Value::Text(String::new()) {
                    members::check(&format!("AutoScalingGroup.{}", member.attribute), new, &member.of)?;
                }
                changes.set_at(at, Some(new.clone()));
            }
            (Some(_), None) if has_new_source && LAUNCH_SOURCES.contains(&member.name) => {}
            // Empty text, and a list without items, were received as such.
            (Some(Value::Text(old)), None) if old.is_empty() => {}
            (_, None) => changes.set_at(at, cleared(member)?),
        }
    }
    Ok(changes)
}

/// The value that removes a setting, for an attribute that was set to `None`.
///
/// boto did not send the sizes and other settings that are `None`, and scripts use that to leave
/// them as they are.
fn cleared(member: &Member) -> PyResult<Option<Value>> {
    const LEFT_OUT: [&str; 9] = [
        "MinSize",
        "MaxSize",
        "DesiredCapacity",
        "DefaultCooldown",
        "HealthCheckType",
        "HealthCheckGracePeriod",
        "LaunchConfigurationName",
        "AvailabilityZones",
        "VPCZoneIdentifier",
    ];
    if LEFT_OUT.contains(&member.name) {
        return Ok(None);
    }
    Ok(Some(match member.name {
        "PlacementGroup" | "Context" => Value::Text(String::new()),
        "MaxInstanceLifetime" => Value::Integer(0),
        "DefaultInstanceWarmup" => Value::Integer(-1),
        "DeletionProtection" => Value::Text("none".to_owned()),
        "TerminationPolicies" => Value::List(vec![Value::Text("Default".to_owned())]),
        "InstanceMaintenancePolicy" => Value::Structure(
            Fields::new(&INSTANCE_MAINTENANCE_POLICY).with("MinHealthyPercentage", -1).with("MaxHealthyPercentage", -1),
        ),
        _ => {
            let name = member.attribute;
            return Err(PyValueError::new_err(format!(
                "AutoScalingGroup.{name} must have a value, got None: AWS cannot remove this setting"
            )));
        }
    }))
}

/// Warns of changed attributes that another operation sends.
fn warn_of_others(group: &Bound<'_, PyAny>, read: &Bound<'_, PyAny>) -> PyResult<()> {
    const OTHERS: [(&str, &str); 4] = [
        ("tags", "create_or_update_tags()"),
        ("load_balancers", "attach_load_balancers()"),
        ("target_group_arns", "attach_target_groups()"),
        ("traffic_sources", "attach_traffic_sources()"),
    ];
    let py = group.py();
    for (attribute, instead) in OTHERS {
        let (now, before) = (group.getattr_opt(attribute)?, read.getattr_opt(attribute)?);
        let is_same = match (&now, &before) {
            (Some(now), Some(before)) => now.eq(before)?,
            (now, before) => now.is_none() == before.is_none(),
        };
        if !is_same {
            py.import("reboto._unsent")?.call_method1("check_other", (group, attribute, instead))?;
        }
    }
    Ok(())
}
