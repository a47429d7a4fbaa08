//! Launch configurations: templates for a group's instances.

use aws_smithy_types::base64;
use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyMemoryView, PyString};

use super::connection::{AutoScaleOperations, CallResult, Connection, Pagination, run};
use super::request::REQUEST;
use crate::arguments::booleans::to_bool;
use crate::arguments::collections::is_mapping;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::fields::{Field, Fields};
use crate::arguments::limits::{self, CheckLimit};
use crate::arguments::members::check_attributes;
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;
use crate::error::suppress::suppress;
use crate::model::autoscaling::{
    self as model, OP_CREATE_LAUNCH_CONFIGURATION, OP_DELETE_LAUNCH_CONFIGURATION, OP_DESCRIBE_LAUNCH_CONFIGURATIONS,
};
use crate::model::value::{Fields as Values, Input};
use crate::services::object_argument::object;

const MODULE: &str = "reboto.ec2.autoscale.launchconfig";

pub static MONITORING: Shape = Shape::new(MODULE, "InstanceMonitoring", &[("Enabled", "enabled", FieldType::Text)]);

pub static EBS: Shape = Shape::new(
    MODULE,
    "Ebs",
    &[("SnapshotId", "snapshot_id", FieldType::Text), ("VolumeSize", "volume_size", FieldType::Text)],
)
.of(&[&model::EBS]);

pub static DEVICE: Shape = Shape::new(
    MODULE,
    "BlockDeviceMapping",
    &[
        ("DeviceName", "device_name", FieldType::Text),
        ("VirtualName", "virtual_name", FieldType::Text),
        ("NoDevice", "no_device", FieldType::Present),
        ("Ebs", "ebs", FieldType::Object(&EBS)),
    ],
);

pub static LAUNCH_CONFIGURATION: Shape = Shape::new(
    MODULE,
    "LaunchConfiguration",
    &[
        ("InstanceType", "instance_type", FieldType::Text),
        ("LaunchConfigurationName", "name", FieldType::Text),
        ("KeyName", "key_name", FieldType::Text),
        ("ImageId", "image_id", FieldType::Text),
        ("CreatedTime", "created_time", FieldType::Timestamp),
        ("KernelId", "kernel_id", FieldType::Text),
        ("RamdiskId", "ramdisk_id", FieldType::Text),
        ("UserData", "user_data", FieldType::Base64),
        ("LaunchConfigurationARN", "launch_configuration_arn", FieldType::Text),
        ("InstanceMonitoring", "instance_monitoring", FieldType::Object(&MONITORING)),
        ("SpotPrice", "spot_price", FieldType::Float),
        ("IamInstanceProfile", "instance_profile_name", FieldType::Text),
        ("EbsOptimized", "ebs_optimized", FieldType::Bool),
        ("AssociatePublicIpAddress", "associate_public_ip_address", FieldType::Bool),
        ("VolumeType", "volume_type", FieldType::Text),
        ("DeleteOnTermination", "delete_on_termination", FieldType::Bool),
        ("Iops", "iops", FieldType::Int),
        ("ClassicLinkVPCId", "classic_link_vpc_id", FieldType::Text),
        ("SecurityGroups", "security_groups", FieldType::AppendTexts),
        ("ClassicLinkVPCSecurityGroups", "classic_link_vpc_security_groups", FieldType::AppendTexts),
        ("BlockDeviceMappings", "block_device_mappings", FieldType::BlockDevices(&DEVICE)),
    ],
)
.of(&[&model::LAUNCH_CONFIGURATION]);

/// The members that boto's objects have, sent as boto did.
const BOTOS_MEMBERS: [&str; 16] = [
    "LaunchConfigurationName",
    "ImageId",
    "KeyName",
    "SecurityGroups",
    "ClassicLinkVPCId",
    "ClassicLinkVPCSecurityGroups",
    "UserData",
    "InstanceType",
    "KernelId",
    "RamdiskId",
    "BlockDeviceMappings",
    "InstanceMonitoring",
    "SpotPrice",
    "IamInstanceProfile",
    "EbsOptimized",
    "AssociatePublicIpAddress",
];

/// User data in base64, from a string or a bytes-like object.
fn user_data(field: &Field<'_>) -> PyResult<Option<String>> {
    let Some(value) = &field.value else { return Ok(None) };
    let buffer: Vec<u8>;
    let bytes = if let Ok(bytes) = value.cast::<PyBytes>() {
        bytes.as_bytes()
    } else if let Ok(text) = value.cast::<PyString>() {
        // The errors do not show the value: it may contain passwords.
        let lone = || PyValueError::new_err(format!("{} must be Unicode text without lone surrogates", field.name));
        suppress::<PyUnicodeEncodeError, _>(text.py(), text.to_str())?.ok_or_else(lone)?.as_bytes()
    } else {
        let refused = || PyTypeError::new_err(format!("{} must be text or bytes", field.name));
        let view = suppress::<PyTypeError, _>(value.py(), PyMemoryView::from(value))?.ok_or_else(refused)?;
        buffer = value.py().get_type::<PyBytes>().call1((view,))?.extract()?;
        &buffer
    };
    Ok(Some(base64::encode(limits::user_data(bytes)?)))
}

/// Block devices in either of boto's two forms.
fn devices(field: &Field<'_>) -> PyResult<Vec<Values>> {
    let Some(value) = &field.value else { return Ok(Vec::new()) };
    if is_mapping(value)? {
        return mapping(value);
    }
    let mut devices = Vec::new();
    for (at, item) in field.items()?.into_iter().enumerate() {
        let name = format!("{}[{at}]", field.name);
        if is_mapping(&item)? {
            // A dict of one device, or boto's mapping of names to devices.
            if item.contains("DeviceName")? || item.contains("device_name")? {
                devices.push(device(&object(&name, &item, &DEVICE)?)?);
            } else {
                devices.extend(mapping(&item)?);
            }
        } else if item.is_instance_of::<PyString>() {
            return Err(field.refuse(
                "a list of BlockDeviceMapping objects, not of device names \
                 (see reboto.ec2.blockdevicemapping)",
            ));
        } else {
            devices.push(device(&object(&name, &item, &DEVICE)?)?);
        }
    }
    Ok(devices)
}

/// Block devices from a `reboto.ec2.blockdevicemapping.BlockDeviceMapping`, a dict of names to devices.
fn mapping(value: &Bound<'_, PyAny>) -> PyResult<Vec<Values>> {
    let devices = PyDict::new(value.py());
    devices.call_method1(intern!(value.py(), "update"), (value,))?;
    devices
        .iter()
        .map(|(name, device)| {
            let name = Some(name).required_text("block_device_mappings' key")?;
            check_attributes("BlockDeviceType", &device, &[])?;
            let device = Fields::of(&device, "BlockDeviceType");
            let values = Values::new(&model::BLOCK_DEVICE_MAPPING).with("DeviceName", name);
            if let Some(ephemeral) = device.get("ephemeral_name")?.truthy()?.text()? {
                return Ok(values.with("VirtualName", ephemeral));
            }
            if device.get("no_device")?.is_set()? {
                return Ok(values.with("NoDevice", true));
            }
            let ebs = Values::new(&model::EBS)
                .with("SnapshotId", device.get("snapshot_id")?.truthy()?.text()?)
                .with("VolumeSize", device.get("size")?.truthy()?.count()?)
                .with("DeleteOnTermination", device.get("delete_on_termination")?.is_set()?)
                .with("VolumeType", device.get("volume_type")?.truthy()?.text()?)
                .with("Iops", device.get("iops")?.count()?)
                .with("Encrypted", device.get("encrypted")?.flag()?)
                .with("Throughput", device.get("throughput")?.count()?);
            Ok(values.with("Ebs", ebs))
        })
        .collect()
}

/// A block device from boto's older `launchconfig.BlockDeviceMapping`.
fn device(item: &Bound<'_, PyAny>) -> PyResult<Values> {
    check_attributes("BlockDeviceMapping", item, model::BLOCK_DEVICE_MAPPING.members)?;
    let device = Fields::of(item, "BlockDeviceMapping");
    let mut values = Values::new(&model::BLOCK_DEVICE_MAPPING)
        .with("DeviceName", device.get("device_name")?.required_text()?)
        .with("VirtualName", device.get("virtual_name")?.truthy()?.text()?);
    if device.get("no_device")?.is_set()? {
        values.set("NoDevice", true);
    }
    if let Some(ebs) = device.get("ebs")?.value {
        let boto = Fields::of(&ebs, "Ebs");
        let new = Values::new(&model::EBS)
            .with("SnapshotId", boto.get("snapshot_id")?.truthy()?.text()?)
            .with("VolumeSize", boto.get("volume_size")?.truthy()?.count()?)
            .with_attributes("Ebs", &ebs, &["SnapshotId", "VolumeSize"])?;
        values.set("Ebs", new);
    }
    Ok(values)
}

/// Whether monitoring is enabled: a boolean, or an `InstanceMonitoring`, whose `enabled` AWS sets
/// to `'true'` or `'false'`.
fn monitored(field: &Field<'_>) -> PyResult<bool> {
    match &field.value {
        Some(value) => {
            let monitoring = if is_mapping(value)? { object(&field.name, value, &MONITORING)? } else { value.clone() };
            let Some(enabled) = monitoring.getattr_opt("enabled")? else { return to_bool(&field.name, value) };
            check_attributes("InstanceMonitoring", &monitoring, model::INSTANCE_MONITORING.members)?;
            Ok(Some(enabled).flag("InstanceMonitoring.enabled")?.unwrap_or(false))
        }
        None => Ok(false),
    }
}

#[pymethods]
impl AutoScaleOperations {
    /// Create a launch configuration.
    ///
    /// AWS operation: ``CreateLaunchConfiguration``.
    ///
    /// Parameters
    /// ----------
    /// launch_config : LaunchConfiguration or dict
    ///     The launch configuration. Its name is required.
    ///
    /// Returns
    /// -------
    /// Request
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request. Its ``error_code`` is ``AlreadyExists`` if
    ///     the name is taken.
    /// ValueError, TypeError
    ///     If an attribute is invalid. No request is sent.
    ///
    /// Examples
    /// --------
    /// >>> config = LaunchConfiguration(
    /// ...     name="web-config-2", image_id="ami-12c6146b", instance_type="t3.micro"
    /// ... )
    /// >>> autoscale.create_launch_configuration(config)
    /// Request:...
    fn create_launch_configuration<'py>(slf: &Connection<'py>, launch_config: &Bound<'py, PyAny>) -> CallResult<'py> {
        let launch_config = &object("launch_config", launch_config, &LAUNCH_CONFIGURATION)?;
        let config = Fields::of(launch_config, "LaunchConfiguration");
        let monitoring =
            Values::new(&model::INSTANCE_MONITORING).with("Enabled", monitored(&config.get("instance_monitoring")?)?);
        let input = Input::new(&OP_CREATE_LAUNCH_CONFIGURATION)
            .with(
                "LaunchConfigurationName",
                config.get("name")?.required_text()?.within(&limits::NAME, "LaunchConfiguration.name")?,
            )
            .with("ImageId", config.get("image_id")?.text()?)
            .with("InstanceType", config.get("instance_type")?.text()?)
            .with("KeyName", config.get("key_name")?.truthy()?.text()?)
            .with("UserData", user_data(&config.get("user_data")?.truthy()?)?)
            .with("KernelId", config.get("kernel_id")?.truthy()?.text()?)
            .with("RamdiskId", config.get("ramdisk_id")?.truthy()?.text()?)
            .with("BlockDeviceMappings", some(devices(&config.get("block_device_mappings")?)?))
            .with("SecurityGroups", config.get("security_groups")?.truthy()?.texts()?)
            .with("InstanceMonitoring", monitoring)
            .with("SpotPrice", config.get("spot_price")?.text()?)
            .with("IamInstanceProfile", config.get("instance_profile_name")?.text()?)
            .with("EbsOptimized", config.get("ebs_optimized")?.is_set()?)
            .with("AssociatePublicIpAddress", config.get("associate_public_ip_address")?.flag()?)
            .with("ClassicLinkVPCId", config.get("classic_link_vpc_id")?.truthy()?.text()?)
            .with("ClassicLinkVPCSecurityGroups", config.get("classic_link_vpc_security_groups")?.truthy()?.texts()?);
        let input = Input {
            fields: input.fields.with_attributes("LaunchConfiguration", launch_config, &BOTOS_MEMBERS)?,
            ..input
        };
        run(slf, ResultKind::One(&REQUEST), input)
    }

    /// List launch configurations.
    ///
    /// AWS operation: ``DescribeLaunchConfigurations``.
    ///
    /// Parameters
    /// ----------
    /// names : list of str, optional
    ///     Names of at most 50 launch configurations; default is all.
    /// max_records : int or str, optional
    ///     Launch configurations per page, at most 100.
    /// next_token : str, optional
    ///     ``next_token`` of the previous page.
    /// **kwargs
    ///     Ignored, as in boto, with a warning.
    ///
    /// Returns
    /// -------
    /// ResultSet of LaunchConfiguration
    ///     One page; ``next_token`` is set if there are more pages.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    ///
    /// Examples
    /// --------
    /// >>> autoscale.get_all_launch_configurations(names=["web-config"])
    /// [LaunchConfiguration:web-config]
    #[pyo3(signature = (*, names=None, max_records=None, next_token=None, **kwargs))]
    fn get_all_launch_configurations<'py>(
        slf: &Connection<'py>,
        names: Arg<'py>,
        max_records: Arg<'py>,
        next_token: Arg<'py>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> CallResult<'py> {
        let _ = kwargs;
        let pagination = Pagination::of(max_records, next_token)?;
        let input = Input::new(&OP_DESCRIBE_LAUNCH_CONFIGURATIONS)
            .with("LaunchConfigurationNames", names.non_empty()?.texts("names")?)
            .with("MaxRecords", pagination.max_records)
            .with("NextToken", pagination.next_token);
        run(slf, ResultKind::Page(&LAUNCH_CONFIGURATION), input)
    }

    /// Delete a launch configuration.
    ///
    /// AWS operation: ``DeleteLaunchConfiguration``.
    ///
    /// Parameters
    /// ----------
    /// launch_config_name : str or LaunchConfiguration
    ///     The launch configuration or its name.
    ///
    /// Returns
    /// -------
    /// Request
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request. Its ``error_code`` is ``ResourceInUse`` while
    ///     a group uses the launch configuration.
    #[pyo3(signature = (launch_config_name))]
    fn delete_launch_configuration<'py>(slf: &Connection<'py>, launch_config_name: Arg<'py>) -> CallResult<'py> {
        let input = Input::new(&OP_DELETE_LAUNCH_CONFIGURATION)
            .with("LaunchConfigurationName", launch_config_name.required_name("launch_config_name")?);
        run(slf, ResultKind::One(&REQUEST), input)
    }
}

fn some<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}
