"""Contributor Insights rules and their reports."""

from __future__ import annotations

from reboto import _core
from reboto._arguments import list_of, string_list
from reboto._core import Table, table_of_rows
from reboto._lazy import (
    TYPE_CHECKING,
    Awaiting,
    Blocking,
    HtmlColumns,
    Style,
    abc,
    typing,
    with_inherited_parameters,
)
from reboto._member_values import is_mapping
from reboto.ec2.cloudwatch._generated import insight as generated
from reboto.ec2.cloudwatch._generated.insight import (
    Contributor,
    ContributorDatapoint,
    ManagedRule,
    ManagedRuleState,
    MetricDatapoint,
    PartialFailure,
)
from reboto.ec2.cloudwatch._tags import Tagged
from reboto.resultset import Tabular

if TYPE_CHECKING:
    from reboto._lazy import Later

__all__ = [
    "Contributor",
    "ContributorDatapoint",
    "InsightRule",
    "InsightRuleReport",
    "ManagedRule",
    "ManagedRuleState",
    "MetricDatapoint",
    "PartialFailure",
]

# AWS's limits of a rule.
_MOST_KEYS, _MOST_FILTERS = 4, 4


@with_inherited_parameters
class InsightRule(generated.InsightRule[Style], Tagged[Style]):
    """A Contributor Insights rule, which finds the top contributors in logs.

    `of_logs` creates a rule; its reports are tables for pandas, polars and numpy.

    Attributes
    ----------
    arn : str or None
        ARN of the rule, which `get_tags`, `add_tags` and `remove_tags` need. AWS does not return
        it: set it to ``"arn:aws:cloudwatch:REGION:ACCOUNT:insight-rule/NAME"``.

    Examples
    --------
    >>> rule = InsightRule.of_logs("clients", "/aws/api", ["$.ip"], filters={"$.status": 500})
    >>> cloudwatch.put_insight_rule(rule)  # doctest: +SKIP
    True
    """

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "rule": "name",
        "state": "state",
        "managed by AWS": "managed_rule",
        "definition": "definition",
    }

    # Not among the members of the model.
    arn: str | None = None

    def _require_arn(self) -> str:
        if not self.arn:
            raise ValueError(
                "InsightRule.arn is not set, and AWS does not return it: set it to "
                f"'arn:aws:cloudwatch:REGION:ACCOUNT:insight-rule/{self.name}'"
            )
        return self.arn

    @classmethod
    def of_logs(
        cls,
        name: str,
        log_groups: abc.Iterable[str] | str,
        keys: abc.Iterable[str] | str,
        *,
        value: str | None = None,
        filters: abc.Mapping[str, typing.Any] | abc.Iterable[abc.Mapping[str, typing.Any]] = (),
        log_format: typing.Literal["JSON", "CLF"] = "JSON",
        fields: abc.Mapping[int, str] | None = None,
        enabled: bool = True,
        tags: abc.Mapping[str, str] | None = None,
    ) -> InsightRule:
        """Create a rule on log groups.

        Parameters
        ----------
        name : str
            Name of the rule.
        log_groups : list of str or str
            Names of log groups; a ``*`` at the end stands for any text.
        keys : list of str or str
            One to four fields that identify a contributor, such as ``"$.ip"``.
        value : str, optional
            Field whose values are added. Default: the number of log events.
        filters : dict or list of dict, optional
            Fields, each with a value or a list of values that it must have; or up to four
            filters in AWS's form, such as ``{"Match": "$.bytes", "GreaterThan": 1000}``.
        log_format : str, default "JSON"
            ``"JSON"``, or ``"CLF"`` for lines with fields that are separated by spaces.
        fields : dict of int to str, optional
            Names of the fields of CLF lines, by their position from 1.
        enabled : bool, default True
            Whether the rule is enabled.
        tags : dict of str to str, optional
            Tags of the rule.

        Returns
        -------
        InsightRule
            The rule; pass it to `put_insight_rule`, or call `save`.

        Raises
        ------
        ValueError
            If there are too many keys or filters.
        """
        import json

        groups, by = string_list(log_groups, "log_groups"), string_list(keys, "keys")
        if not groups:
            raise ValueError("log_groups must have at least one log group")
        if not 1 <= len(by) <= _MOST_KEYS:
            raise ValueError(f"keys must have 1 to {_MOST_KEYS} fields, got {len(by)}")
        if log_format not in ("JSON", "CLF"):
            raise ValueError(f"log_format must be 'JSON' or 'CLF', got {_core.shown(log_format)}")
        conditions = _conditions(filters)
        if len(conditions) > _MOST_FILTERS:
            raise ValueError(f"filters must have at most {_MOST_FILTERS}, got {len(conditions)}")
        contribution: dict[str, typing.Any] = {"Keys": by, "Filters": conditions}
        if value is not None:
            if not isinstance(value, str):
                raise TypeError(f"value must be the name of a field, got {_core.shown(value)}")
            contribution["ValueOf"] = value
        definition: dict[str, typing.Any] = {
            "Schema": {"Name": "CloudWatchLogRule", "Version": 1},
            "LogGroupNames": groups,
            "LogFormat": log_format,
            "Contribution": contribution,
            "AggregateOn": "Count" if value is None else "Sum",
        }
        if fields is not None:
            if not is_mapping(fields):
                raise TypeError(
                    f"fields must be a dict of positions and names, got {_core.shown(fields)}"
                )
            definition["Fields"] = {str(at): field for at, field in fields.items()}
        try:
            written = json.dumps(definition)
        except (TypeError, ValueError, RecursionError) as error:
            raise TypeError(
                f"log_groups, keys, filters and fields must be texts and numbers: {error}"
            ) from error
        kind: typing.Any = cls
        return kind(  # type: ignore[no-any-return]
            name=name,
            definition=written,
            state="ENABLED" if _core.to_bool("enabled", enabled) else "DISABLED",
            tags=tags,
        )

    if TYPE_CHECKING:

        @typing.overload
        def save(self: InsightRule[Blocking]) -> bool: ...
        @typing.overload
        def save(self: InsightRule[Awaiting]) -> Later[bool]: ...

    def save(self) -> typing.Any:
        """Create or update the rule (PutInsightRule).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().put_insight_rule(self)


def _conditions(filters: typing.Any) -> list[typing.Any]:
    """Return filters in AWS's form."""
    if not is_mapping(filters):
        return list_of("filters", filters, "dicts")
    given: dict[str, typing.Any] = dict(filters)
    return [{"Match": field, "In": _listed(wanted)} for field, wanted in given.items()]


def _listed(wanted: typing.Any) -> list[typing.Any]:
    several: list[typing.Any] = list(wanted) if type(wanted) in (list, tuple) else [wanted]
    return several


@with_inherited_parameters
class InsightRuleReport(Tabular, generated.InsightRuleReport):
    """The report of a Contributor Insights rule, a table with one row per contributor.

    The table has a column per key, named by `key_labels`, and a column ``value``.

    Examples
    --------
    >>> report = InsightRuleReport(
    ...     key_labels=["$.ip"],
    ...     contributors=[Contributor(key_values=["10.0.0.1"], approximate_aggregate_value=7.0)],
    ... )
    >>> report.rows()
    [{'$.ip': '10.0.0.1', 'value': 7.0}]
    """

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "keys": "key_labels",
        "statistic": "aggregation_statistic",
        "total": "aggregate_value",
        "contributors, about": "approximate_unique_count",
        "top contributors": lambda report: report.rows(),
    }

    def rows(self) -> list[dict[str, typing.Any]]:
        """Return the contributors as dicts, highest value first.

        Returns
        -------
        list of dict
            The values of the keys, and ``value``.
        """
        labels = self.key_labels or []
        found = [
            {
                **dict(zip(labels, each.key_values or (), strict=False)),
                "value": each.approximate_aggregate_value,
            }
            for each in self.contributors or ()
        ]
        return sorted(found, key=lambda row: -(row["value"] or 0.0))

    def _table(self) -> Table:
        return table_of_rows(self.rows(), {})

    # As one value, not as a list of values.
    def _repr_html_(self) -> str:
        return generated.InsightRuleReport._repr_html_(self)
