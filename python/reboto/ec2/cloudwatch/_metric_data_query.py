"""Queries of metrics, which AWS nests and Python does not."""

from __future__ import annotations

from reboto import _core
from reboto._arguments import is_true
from reboto._lazy import TYPE_CHECKING, HtmlColumns, abc, cast, typing
from reboto._member_values import convert, is_mapping, unpaired
from reboto._model import Members, Value
from reboto._structure import unknown_member

if TYPE_CHECKING:

    class _Metric(typing.Protocol):
        """`Metric`, whose module imports this one through that of alarms."""

        @property
        def name(self) -> str | None: ...
        @property
        def namespace(self) -> str | None: ...
        @property
        def dimensions(self) -> typing.Any: ...


else:
    _Metric = object

# The public module, which pickles refer to.
__name__ = "reboto.ec2.cloudwatch.metric_data"

# Attributes of each of AWS's nested structures, by AWS's name.
_QUERY = {
    "Id": "id",
    "Expression": "expression",
    "Label": "label",
    "ReturnData": "return_data",
    "AccountId": "account_id",
}
_STAT = {"Stat": "statistic", "Unit": "unit"}
_METRIC = {"Namespace": "namespace", "MetricName": "metric", "Dimensions": "dimensions"}
_SENT = {*_QUERY, "MetricStat", "Period"}


class MetricDataQuery(Members, Value):
    """A query for `get_metric_data`: a metric or a metric math expression.

    Parameters
    ----------
    id : str
        ID of the query in results and expressions: letters, digits and underscores,
        starting with a lower-case letter.
    metric : str or Metric
        Name of the metric, such as ``"CPUUtilization"``. A `Metric` also sets the
        namespace and the dimensions.
    namespace : str
        Namespace of the metric, such as ``"AWS/EC2"``.
    dimensions : dict
        Dimensions of the metric: names, each with a value or a list of values.
    statistic : str
        ``"Average"``, ``"Sum"``, ``"SampleCount"``, ``"Maximum"``, ``"Minimum"``,
        or an extended statistic such as ``"p99"``.
    period : int or str
        Period of each value in seconds: 1, 5, 10, 20, 30 or a multiple of 60.
    unit : str
        Only measurements in this unit; one of `Metric.Units`.
    expression : str
        Metric math expression over other queries, such as ``"m1 / m2 * 100"``, a search,
        or a Metrics Insights query, instead of a metric.
    label : str
        Label of the result; by default, AWS chooses one.
    return_data : bool, default True
        Whether to return the values of this query. Use False for queries that are only
        used in expressions.
    account_id : str
        ID of the account of the metric, for calls from a monitoring account.

    Attributes
    ----------
    expression_period : int or None
        Period of the expression, if AWS returned a metric and an expression.

    Examples
    --------
    >>> MetricDataQuery(
    ...     "cpu",
    ...     "CPUUtilization",
    ...     "AWS/EC2",
    ...     {"AutoScalingGroupName": "web"},
    ...     statistic="Average",
    ...     period=60,
    ... )
    MetricDataQuery:cpu[CPUUtilization(Average)]
    >>> MetricDataQuery("idle", expression="100 - cpu", label="idle")
    MetricDataQuery:idle[100 - cpu]
    """

    _identity = "id"

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "id": "id",
        "query": lambda query: query.expression or f"{query.statistic} {query.metric}",
        "namespace": "namespace",
        "dimensions": "dimensions",
        "period, s": "period",
        "label": "label",
    }

    _names = {
        "id": "Id",
        "metric": "MetricName",
        "namespace": "Namespace",
        "dimensions": "Dimensions",
        "statistic": "Stat",
        "period": "Period",
        "unit": "Unit",
        "expression": "Expression",
        "label": "Label",
        "return_data": "ReturnData",
        "account_id": "AccountId",
    }
    _aliases = {name: attribute for attribute, name in _names.items()} | {
        "metric_name": "metric",
        "stat": "statistic",
    }
    _types = {"dimensions": "dimensions"}

    # Only set on queries that were read, or made from a dict.
    expression_period: typing.Any = None
    # Members of MetricStat and Metric that the model does not know.
    _unknown: typing.Any = None

    def __init__(
        self,
        id: str,  # noqa: A002
        metric: str | _Metric | None = None,
        namespace: str | None = None,
        dimensions: abc.Mapping[str, typing.Any] | None = None,
        statistic: str | None = None,
        period: int | str | None = None,
        unit: str | None = None,
        *,
        expression: str | None = None,
        label: str | None = None,
        return_data: bool | None = True,
        account_id: str | None = None,
    ) -> None:
        if metric is not None and not isinstance(metric, str):
            if not hasattr(metric, "namespace"):
                raise TypeError(f"metric must be a name or a Metric, got {_core.shown(metric)}")
            namespace = namespace if namespace is not None and is_true(namespace) else None
            namespace = metric.namespace if namespace is None else namespace
            dimensions = metric.dimensions if dimensions is None else dimensions
            metric = metric.name
        self.id = id
        self.metric = metric
        self.namespace = namespace
        self.dimensions = dimensions
        self.statistic = statistic
        self.period = period
        self.unit = unit
        self.expression = expression
        self.label = label
        self.return_data = return_data
        self.account_id = account_id

    def __repr__(self) -> str:
        what = self.expression or f"{self.metric}({self.statistic})"
        return f"MetricDataQuery:{self.id}[{what}]"

    @classmethod
    def from_dict(cls, members: abc.Mapping[str, typing.Any]) -> MetricDataQuery:
        """Create a query from a dict.

        Parameters
        ----------
        members : dict
            The query in the form of boto3, with ``MetricStat``, or with the names of the
            parameters.

        Returns
        -------
        MetricDataQuery

        Raises
        ------
        ValueError
            If a key names no member. The message has the nearest name.
        """
        return cls._from_dict(members)

    def to_dict(self) -> dict[str, typing.Any]:
        """Convert the query to a dict in the form of boto3.

        Returns
        -------
        dict
            The members that are set, with ``MetricStat`` if it is a query of a metric.
        """
        return self._nested(self._unknown or {})

    @classmethod
    def _from_dict(cls, given: abc.Mapping[str, typing.Any]) -> MetricDataQuery:
        query = cls._from_members(given)
        extra = [name for name in vars(query) if name not in cls._names]
        for name in (*extra, *(_parts(query._unknown))):
            if name not in ("expression_period", "_unknown"):
                raise ValueError(unknown_member(cls, name))
        return query

    def _as_dict(self) -> dict[str, typing.Any]:
        return self.to_dict()

    @classmethod
    def _from_members(cls, members: abc.Mapping[str, typing.Any]) -> MetricDataQuery:
        """Return a query with AWS's members, which are nested; unknown members are kept."""
        query = cls(cast("str", None), return_data=None)
        if not is_mapping(members):
            raise TypeError(f"MetricDataQuery must be made from a dict, got {_core.shown(members)}")
        rest = dict(members)
        stat = _take(rest, "MetricStat", "metric_stat")
        # AWS has the period of a metric in MetricStat, and that of an expression alongside.
        outer = _take(rest, "Period", "period")
        query.period = outer
        if stat is not None:
            of_stat: dict[str, typing.Any] = dict(stat)
            of_metric: dict[str, typing.Any] = dict(_take(of_stat, "Metric", "metric") or {})
            query.period = _take(of_stat, "Period", "period")
            if outer is not None:
                query.expression_period = outer
            unknown = {
                "MetricStat": query._take_known(of_stat, _STAT),
                "Metric": query._take_known(of_metric, _METRIC),
            }
            if any(unknown.values()):
                query._unknown = unknown
        for name, part in query._take_known(rest, {**_QUERY, **_STAT, **_METRIC}).items():
            if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise ValueError(unknown_member(cls, name))
            setattr(query, name, part)
        return query

    def _take_known(
        self, given: dict[str, typing.Any], names: dict[str, str]
    ) -> dict[str, typing.Any]:
        """Set the members that are known, and return the others."""
        unknown: dict[str, typing.Any] = {}
        for name, part in given.items():
            attribute = self._attribute(name)
            if attribute is None or attribute not in names.values():
                unknown[name] = part
            elif part is not None:
                setattr(self, attribute, convert(type(self), attribute, part))
        return unknown

    def _to_members(self) -> dict[str, typing.Any]:
        """Return the members that can be sent; warn of those that cannot."""
        from reboto._unsent import check

        set_here = (name for name, part in vars(self).items() if part is not None)
        for name in (*set_here, *_parts(self._unknown)):
            if name not in self._names and not name.startswith("_"):
                check(self, name)
        members = self._nested({})
        return {name: part for name, part in members.items() if name in _SENT}

    def _nested(self, unknown: dict[str, dict[str, typing.Any]]) -> dict[str, typing.Any]:
        """Return AWS's members, which are nested, with those that the model does not know."""
        metric = self._given(_METRIC) | unknown.get("Metric", {})
        stat = self._given(_STAT) | unknown.get("MetricStat", {})
        members = self._given(_QUERY)
        outer = self.expression_period
        if metric or stat:
            period = {} if self.period is None else {"Period": self.period}
            members["MetricStat"] = {"Metric": metric, **period, **stat}
        elif outer is None:
            outer = self.period
        if outer is not None:
            members["Period"] = outer
        for name, part in vars(self).items():
            if name[:1].isupper():
                members[name] = part
        return members

    def _given(self, names: dict[str, str]) -> dict[str, typing.Any]:
        found: dict[str, typing.Any] = {}
        for name, attribute in names.items():
            part = getattr(self, attribute)
            if part is not None:
                found[name] = unpaired(part, "Name") if name == "Dimensions" else part
        return found


def _take(given: dict[str, typing.Any], *names: str) -> typing.Any:
    """Remove a member that has one of several names, and return it."""
    found = [given.pop(name) for name in names if name in given]
    return found[0] if found else None


def _parts(unknown: dict[str, dict[str, typing.Any]] | None) -> list[str]:
    return [name for part in (unknown or {}).values() for name in part]
