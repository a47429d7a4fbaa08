//! Tags of groups.

use aws_sdk_autoscaling::operation::create_or_update_tags::CreateOrUpdateTagsInput;
use aws_sdk_autoscaling::operation::delete_tags::DeleteTagsInput;
use aws_sdk_autoscaling::operation::describe_tags::DescribeTagsInput;
use aws_sdk_autoscaling::types;
use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, Pagination, run};
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::fields::Fields;
use crate::arguments::invalid::present;
use crate::arguments::limits::{self, CheckLimit};
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;

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
pub fn tags(tags: &Arg<'_>, name: &str, group: Option<&str>) -> PyResult<Vec<types::Tag>> {
    tags.items(name)?
        .iter()
        .map(|tag| {
            let tag = Fields::of(tag, "Tag");
            let resource = tag.get("resource_id")?;
            let resource = match group {
                Some(group) => resource.identifier()?.unwrap_or_else(|| group.to_owned()),
                None => resource.required_text()?,
            };
            let key = tag.get("key")?;
            Ok(types::Tag::builder()
                .key(present(&key.name, key.text()?)?.within(&limits::TAG_KEY, "Tag.key")?)
                .set_value(tag.get("value")?.text()?.within(&limits::TAG_VALUE, "Tag.value")?)
                .propagate_at_launch(tag.get("propagate_at_launch")?.is_set()?)
                .resource_id(resource)
                .set_resource_type(tag.get("resource_type")?.identifier()?)
                .build())
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
    /// filters : dict of str to str or list of str, optional
    ///     Filters, with the keys ``auto-scaling-group``, ``key``, ``value`` and
    ///     ``propagate-at-launch``; default is all tags. (boto ignored it.)
    /// max_records : int or str, optional
    ///     Tags per page, at most 100.
    /// next_token : str, optional
    ///     ``next_token`` of the previous page.
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
    #[pyo3(signature = (filters=None, max_records=None, next_token=None))]
    fn get_all_tags<'py>(
        slf: &Connection<'py>,
        filters: Arg<'py>,
        max_records: Arg<'py>,
        next_token: Arg<'py>,
    ) -> CallResult<'py> {
        let pagination = Pagination::of(max_records, next_token)?;
        let mut input =
            DescribeTagsInput::builder().set_max_records(pagination.max_records).set_next_token(pagination.next_token);
        if let Some(filters) = filters.truthy()? {
            for (key, values) in crate::arguments::collections::pairs("filters", &filters)? {
                let key = Some(key).required_text("filters' key")?;
                let values = Some(values).texts(&format!("filters[{key:?}]"))?;
                input = input.filters(types::Filter::builder().name(key).set_values(values).build());
            }
        }
        run(slf, ResultKind::Page(&TAG), input.build())
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
        let input = CreateOrUpdateTagsInput::builder().set_tags((!tags.is_empty()).then_some(tags));
        run(slf, ResultKind::Done, input.build())
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
        let input = DeleteTagsInput::builder().set_tags((!tags.is_empty()).then_some(tags));
        run(slf, ResultKind::Done, input.build())
    }
}
