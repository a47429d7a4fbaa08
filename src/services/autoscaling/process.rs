//! A group's scaling processes: list, suspend and resume them.

use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, run};
use crate::arguments::convert::{Arg, Convert};
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;
use crate::model::autoscaling::{OP_DESCRIBE_SCALING_PROCESS_TYPES, OP_RESUME_PROCESSES, OP_SUSPEND_PROCESSES};
use crate::model::value::Input;

pub static PROCESS_TYPE: Shape =
    Shape::new("reboto.ec2.autoscale.group", "ProcessType", &[("ProcessName", "process_name", FieldType::Text)]);

#[pymethods]
impl AutoScaleOperations {
    /// List the scaling processes that can be suspended.
    ///
    /// AWS operation: ``DescribeScalingProcessTypes``.
    ///
    /// Returns
    /// -------
    /// ResultSet of ProcessType
    fn get_all_scaling_process_types<'py>(slf: &Connection<'py>) -> CallResult<'py> {
        let input = Input::new(&OP_DESCRIBE_SCALING_PROCESS_TYPES);
        run(slf, ResultKind::Page(&PROCESS_TYPE), input)
    }

    /// Suspend scaling processes of a group.
    ///
    /// AWS operation: ``SuspendProcesses``.
    ///
    /// Parameters
    /// ----------
    /// as_group : str or AutoScalingGroup
    ///     The group or its name.
    /// scaling_processes : list of str, optional
    ///     Names of processes, such as ``AZRebalance``; default is all processes,
    ///     also for an empty list.
    ///
    /// Returns
    /// -------
    /// bool
    ///     True.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    ///
    /// Examples
    /// --------
    /// >>> autoscale.suspend_processes("web", ["AZRebalance"])
    /// True
    /// >>> autoscale.get_all_groups(["web"])[0].suspended_processes[0].process_name
    /// 'AZRebalance'
    #[pyo3(signature = (as_group, scaling_processes=None))]
    fn suspend_processes<'py>(
        slf: &Connection<'py>,
        as_group: Arg<'py>,
        scaling_processes: Arg<'py>,
    ) -> CallResult<'py> {
        let input = Input::new(&OP_SUSPEND_PROCESSES)
            .with("AutoScalingGroupName", as_group.required_name("as_group")?)
            .with("ScalingProcesses", scaling_processes.non_empty()?.texts("scaling_processes")?);
        run(slf, ResultKind::Done, input)
    }

    /// Resume suspended scaling processes of a group.
    ///
    /// AWS operation: ``ResumeProcesses``.
    ///
    /// Parameters
    /// ----------
    /// as_group : str or AutoScalingGroup
    ///     The group or its name.
    /// scaling_processes : list of str, optional
    ///     Names of processes; default is all processes, also for an empty list.
    ///
    /// Returns
    /// -------
    /// bool
    ///     True.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    #[pyo3(signature = (as_group, scaling_processes=None))]
    fn resume_processes<'py>(
        slf: &Connection<'py>,
        as_group: Arg<'py>,
        scaling_processes: Arg<'py>,
    ) -> CallResult<'py> {
        let input = Input::new(&OP_RESUME_PROCESSES)
            .with("AutoScalingGroupName", as_group.required_name("as_group")?)
            .with("ScalingProcesses", scaling_processes.non_empty()?.texts("scaling_processes")?);
        run(slf, ResultKind::Done, input)
    }
}
