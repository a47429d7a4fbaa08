//! Launch configurations: templates for a group's instances.

use aws_sdk_autoscaling::operation::create_launch_configuration::CreateLaunchConfigurationInput;
use aws_sdk_autoscaling::operation::delete_launch_configuration::DeleteLaunchConfigurationInput;
use aws_sdk_autoscaling::operation::describe_launch_configurations::DescribeLaunchConfigurationsInput;
use aws_sdk_autoscaling::types;
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
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;
use crate::error::suppress::suppress;

const MODULE: &str = "reboto.ec2.autoscale.launchconfig";

pub static MONITORING: Shape = Shape::new(MODULE, "InstanceMonitoring", &[("Enabled", "enabled", FieldType::Text)]);

pub static EBS: Shape = Shape::new(
    MODULE,
    "Ebs",
    &[("SnapshotId", "snapshot_id", FieldType::Text), ("VolumeSize", "volume_size", FieldType::Text)],
);

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
);

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
fn devices(field: &Field<'_>) -> PyResult<Vec<types::BlockDeviceMapping>> {
    let Some(value) = &field.value else { return Ok(Vec::new()) };
    if is_mapping(value)? {
        return mapping(value);
    }
    let mut devices = Vec::new();
    for item in field.items()? {
        if is_mapping(&item)? {
            devices.extend(mapping(&item)?);
        } else if item.is_instance_of::<PyString>() {
            return Err(field.refuse(
                "a list of BlockDeviceMapping objects, not of device names \
                 (see reboto.ec2.blockdevicemapping)",
            ));
        } else {
            devices.push(device(&item)?);
        }
    }
    Ok(devices)
}

/// Block devices from a `reboto.ec2.blockdevicemapping.BlockDeviceMapping`, a dict of names to devices.
fn mapping(value: &Bound<'_, PyAny>) -> PyResult<Vec<types::BlockDeviceMapping>> {
    let devices = PyDict::new(value.py());
    devices.call_method1(intern!(value.py(), "update"), (value,))?;
    devices
        .iter()
        .map(|(name, device)| {
            let name = Some(name).required_text("block_device_mappings' key")?;
            let device = Fields::of(&device, "BlockDeviceType");
            let builder = types::BlockDeviceMapping::builder().device_name(name);
            if let Some(ephemeral) = device.get("ephemeral_name")?.truthy()?.text()? {
                return Ok(builder.virtual_name(ephemeral).build());
            }
            if device.get("no_device")?.is_set()? {
                return Ok(builder.no_device(true).build());
            }
            Ok(builder
                .ebs(
                    types::Ebs::builder()
                        .set_snapshot_id(device.get("snapshot_id")?.truthy()?.text()?)
                        .set_volume_size(device.get("size")?.truthy()?.count()?)
                        .delete_on_termination(device.get("delete_on_termination")?.is_set()?)
                        .set_volume_type(device.get("volume_type")?.truthy()?.text()?)
                        .set_iops(device.get("iops")?.count()?)
                        .set_encrypted(device.get("encrypted")?.flag()?)
                        .build(),
                )
                .build())
        })
        .collect()
}

/// A block device from boto's older `launchconfig.BlockDeviceMapping`.
fn device(item: &Bound<'_, PyAny>) -> PyResult<types::BlockDeviceMapping> {
    let device = Fields::of(item, "BlockDeviceMapping");
    let mut builder = types::BlockDeviceMapping::builder()
        .device_name(device.get("device_name")?.required_text()?)
        .set_virtual_name(device.get("virtual_name")?.truthy()?.text()?);
    if device.get("no_device")?.is_set()? {
        builder = builder.no_device(true);
    }
    if let Some(ebs) = device.get("ebs")?.value {
        let ebs = Fields::of(&ebs, "Ebs");
        builder = builder.ebs(
            types::Ebs::builder()
                .set_snapshot_id(ebs.get("snapshot_id")?.truthy()?.text()?)
                .set_volume_size(ebs.get("volume_size")?.truthy()?.count()?)
                .set_delete_on_termination(ebs.get("DeleteOnTermination")?.flag()?)
                .set_volume_type(ebs.get("VolumeType")?.truthy()?.text()?)
                .set_iops(ebs.get("Iops")?.count()?)
                .set_encrypted(ebs.get("Encrypted")?.flag()?)
                .build(),
        );
    }
    Ok(builder.build())
}

/// Whether monitoring is enabled: a boolean, or an `InstanceMonitoring`, whose `enabled` AWS sets
/// to `'true'` or `'false'`.
fn monitored(field: &Field<'_>) -> PyResult<bool> {
    match &field.value {
        Some(value) => match value.getattr_opt("enabled")? {
            Some(enabled) => Ok(Some(enabled).flag("InstanceMonitoring.enabled")?.unwrap_or(false)),
            None => to_bool(&field.name, value),
        },
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
    /// launch_config : LaunchConfiguration
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
        let config = Fields::of(launch_config, "LaunchConfiguration");
        let monitoring = types::InstanceMonitoring::builder().enabled(monitored(&config.get("instance_monitoring")?)?);
        let input = CreateLaunchConfigurationInput::builder()
            .launch_configuration_name(
                config.get("name")?.required_text()?.within(&limits::NAME, "LaunchConfiguration.name")?,
            )
            .set_image_id(config.get("image_id")?.text()?)
            .set_instance_type(config.get("instance_type")?.text()?)
            .set_key_name(config.get("key_name")?.truthy()?.text()?)
            .set_user_data(user_data(&config.get("user_data")?.truthy()?)?)
            .set_kernel_id(config.get("kernel_id")?.truthy()?.text()?)
            .set_ramdisk_id(config.get("ramdisk_id")?.truthy()?.text()?)
            .set_block_device_mappings(some(devices(&config.get("block_device_mappings")?)?))
            .set_security_groups(config.get("security_groups")?.truthy()?.texts()?)
            .instance_monitoring(monitoring.build())
            .set_spot_price(config.get("spot_price")?.text()?)
            .set_iam_instance_profile(config.get("instance_profile_name")?.text()?)
            .ebs_optimized(config.get("ebs_optimized")?.is_set()?)
            .set_associate_public_ip_address(config.get("associate_public_ip_address")?.flag()?)
            .set_classic_link_vpc_id(config.get("classic_link_vpc_id")?.truthy()?.text()?)
            .set_classic_link_vpc_security_groups(config.get("classic_link_vpc_security_groups")?.truthy()?.texts()?);
        run(slf, ResultKind::One(&REQUEST), input.build())
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
    ///     Ignored, as in boto.
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
        let input = DescribeLaunchConfigurationsInput::builder()
            .set_launch_configuration_names(names.non_empty()?.texts("names")?)
            .set_max_records(pagination.max_records)
            .set_next_token(pagination.next_token);
        run(slf, ResultKind::Page(&LAUNCH_CONFIGURATION), input.build())
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
        let input = DeleteLaunchConfigurationInput::builder()
            .launch_configuration_name(launch_config_name.required_name("launch_config_name")?);
        run(slf, ResultKind::One(&REQUEST), input.build())
    }
}

fn some<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}
