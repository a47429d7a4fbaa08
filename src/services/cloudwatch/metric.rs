//! Metrics.

use pyo3::prelude::*;

use super::connection::{CallResult, CloudWatchOperations, Connection, send_page};
use super::dimension::filters;
use crate::arguments::convert::{Arg, Convert};
use crate::decode::shape::{FieldType, Shape};
use crate::model::cloudwatch::{self as model, OP_LIST_METRICS};
use crate::model::value::Input;

/// Used for the XML responses of generic calls only.
pub static METRIC: Shape = Shape::new(
    "reboto.ec2.cloudwatch.metric",
    "Metric",
    &[
        ("MetricName", "name", FieldType::Text),
        ("Namespace", "namespace", FieldType::Text),
        ("Dimensions", "dimensions", FieldType::Dimensions),
    ],
)
.of(&[&model::METRIC]);

#[pymethods]
impl CloudWatchOperations {
    /// List metrics.
    ///
    /// AWS operation: ``ListMetrics``. Metrics without data in the last two weeks
    /// are not listed.
    ///
    /// Parameters
    /// ----------
    /// next_token : str, optional
    ///     ``next_token`` of the previous page.
    /// dimensions : dict of str to str or list of str or None, optional
    ///     Dimensions that a metric must have: each name with its value, or None
    ///     for any value.
    /// metric_name : str, optional
    ///     Name of the metrics; default is all names.
    /// namespace : str, optional
    ///     Namespace of the metrics, such as ``AWS/EC2``; default is all
    ///     namespaces.
    /// recently_active : str, optional
    ///     ``PT3H``: only metrics with data in the last three hours.
    /// include_linked_accounts : bool, optional
    ///     Whether to include metrics of linked source accounts; default is False.
    /// owning_account : str, optional
    ///     Only metrics of this account.
    ///
    /// Returns
    /// -------
    /// ResultSet of Metric
    ///     One page of at most 500 metrics; ``next_token`` is set if there are
    ///     more pages.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    ///
    /// Examples
    /// --------
    /// >>> cloudwatch.list_metrics(namespace="Shop")
    /// [Metric:Orders]
    #[pyo3(signature = (next_token=None, dimensions=None, metric_name=None, namespace=None, *, recently_active=None, include_linked_accounts=None, owning_account=None))]
    #[expect(clippy::too_many_arguments, reason = "they are the members of the input")]
    fn list_metrics<'py>(
        slf: &Connection<'py>,
        next_token: Arg<'py>,
        dimensions: Arg<'py>,
        metric_name: Arg<'py>,
        namespace: Arg<'py>,
        recently_active: Arg<'py>,
        include_linked_accounts: Arg<'py>,
        owning_account: Arg<'py>,
    ) -> CallResult<'py> {
        let input = Input::new(&OP_LIST_METRICS)
            .with("NextToken", next_token.non_empty()?.identifier("next_token")?)
            .with("Dimensions", filters("dimensions", &dimensions.truthy()?)?)
            .with("MetricName", metric_name.non_empty()?.identifier("metric_name")?)
            .with("Namespace", namespace.non_empty()?.identifier("namespace")?)
            .argument("RecentlyActive", "recently_active", &recently_active)?
            .argument("IncludeLinkedAccounts", "include_linked_accounts", &include_linked_accounts)?
            .argument("OwningAccount", "owning_account", &owning_account)?;
        send_page(slf, input, "Metrics")
    }
}
