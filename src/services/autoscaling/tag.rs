//! Tags of groups.

use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, Pagination, run};
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::fields::Fields;
use crate::arguments::invalid::present;
use crate::arguments::limits::{self, CheckLimit};
use crate::arguments::members::check_attributes;
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;
use crate::model::autoscaling::{self as model, OP_CREATE_OR_UPDATE_TAGS, OP_DELETE_TAGS, OP_DESCRIBE_TAGS};
use crate::model::value::{Fields as NewTag, Input};
use crate::services::object_argument::object;

pub static TAG: Shape = Shape::new(
    "reboto.ec2.autoscale.tag",
    "Tag",
    &[
        ("Key", "key", FieldType::Text),
        ("Value", "value", FieldType::Text),
        ("PropagateAtLaunch", "propagate_at_launch", FieldType::Bool),
        ("ResourceId", "resource_id", FieldType::Text),
        ("ResourceType", "resource_type", FieldType::Text),
    ],
);

/// The tags of a request. The tags of a new group need no resource id.
pub fn tags(tags: &Arg<'_>, name: &str, group: Option<&str>) -> PyResult<Vec<NewTag>> {
    tags.items(name)?
        .iter()
        .enumerate()
        .map(|(at, tag)| {
            let tag = &object(&format!("{name}[{at}]"), tag, &TAG)?;
            check_attributes("Tag", tag, model::TAG.members)?;
            let tag = Fields::of(tag, "Tag");
            let resource = tag.get("resource_id")?;
            let resource = match group {
                Some(group) => resource.identifier()?.unwrap_or_else(|| group.to_owned()),
                None => resource.required_text()?,
            };
            let key = tag.get("key")?;
            Ok(NewTag::new(&model::TAG)
                .with("Key", present(&key.name, key.text()?)?.within(&limits::TAG_KEY, "Tag.key")?)
                .with("Value", tag.get("value")?.text()?.within(&limits::TAG_VALUE, "Tag.value")?)
                .with("PropagateAtLaunch", tag.get("propagate_at_launch")?.is_set()?)
                .with("ResourceId", resource)
                .with("ResourceType", tag.get("resource_type")?.identifier()?))
        })
        .collect()
}

#[pymethods]
impl AutoScaleOperations {
    /// List tags of groups.
    ///
    /// AWS operation: ``DescribeTags``.
    ///
    /// Parameters
    /// ----------
    /// filters : list of Filter or list of dict or dict of str to str or list of str, optional
    ///     Filters, with the keys ``auto-scaling-group``, ``key``, ``value`` and
    ///     ``propagate-at-launch``; default is all tags. (boto ignored it.)
    /// max_records : int or str, optional
    ///     Tags per page, at most 100.
    /// next_token : str, optional
    ///     ``next_token`` of the previous page.
    /// include_managed_resources : bool, optional
    ///     Whether to include what other AWS services manage; default is False.
    ///
    /// Returns
    /// -------
    /// ResultSet of Tag
    ///     One page; ``next_token`` is set if there are more pages.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    ///
    /// Examples
    /// --------
    /// >>> autoscale.get_all_tags({"auto-scaling-group": "web"})
    /// [Tag(stage=live)]
    #[pyo3(signature = (filters=None, max_records=None, next_token=None, *, include_managed_resources=None))]
    fn get_all_tags<'py>(
        slf: &Connection<'py>,
        filters: Arg<'py>,
        max_records: Arg<'py>,
        next_token: Arg<'py>,
        include_managed_resources: Arg<'py>,
    ) -> CallResult<'py> {
        let pagination = Pagination::of(max_records, next_token)?;
        let input = Input::new(&OP_DESCRIBE_TAGS)
            .with("MaxRecords", pagination.max_records)
            .with("NextToken", pagination.next_token)
            .argument("IncludeManagedResources", "include_managed_resources", &include_managed_resources)?
            .argument("Filters", "filters", &filters.truthy()?)?;
        run(slf, ResultKind::Page(&TAG), input)
    }

    /// Create tags, or update tags with the same key.
    ///
    /// AWS operation: ``CreateOrUpdateTags``.
    ///
    /// Parameters
    /// ----------
    /// tags : list of Tag
    ///     The tags. ``resource_id`` of each is the name of its group.
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
    /// >>> tag = Tag(key="role", value="front", resource_id="web", propagate_at_launch=True)
    /// >>> autoscale.create_or_update_tags([tag])
    /// True
    #[pyo3(signature = (tags))]
    fn create_or_update_tags<'py>(slf: &Connection<'py>, tags: Arg<'py>) -> CallResult<'py> {
        let tags = self::tags(&tags, "tags", None)?;
        let input = Input::new(&OP_CREATE_OR_UPDATE_TAGS).with("Tags", (!tags.is_empty()).then_some(tags));
        run(slf, ResultKind::Done, input)
    }

    /// Delete tags.
    ///
    /// AWS operation: ``DeleteTags``.
    ///
    /// Parameters
    /// ----------
    /// tags : list of Tag
    ///     The tags. ``resource_id`` of each is the name of its group.
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
    #[pyo3(signature = (tags))]
    fn delete_tags<'py>(slf: &Connection<'py>, tags: Arg<'py>) -> CallResult<'py> {
        let tags = self::tags(&tags, "tags", None)?;
        let input = Input::new(&OP_DELETE_TAGS).with("Tags", (!tags.is_empty()).then_some(tags));
        run(slf, ResultKind::Done, input)
    }
}
