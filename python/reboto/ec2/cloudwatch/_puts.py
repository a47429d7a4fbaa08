"""Checks of objects before they are sent, and errors that name their parts."""

from __future__ import annotations

from reboto import _core
from reboto._lazy import TYPE_CHECKING, LazyModule, Style, abc, typing
from reboto.ec2.cloudwatch._paginators import Paginators

if TYPE_CHECKING:
    from reboto.ec2.cloudwatch import _alarm_math as alarm_math
    from reboto.ec2.cloudwatch import _composite as composite
    from reboto.ec2.cloudwatch import _dashboard_calls as dashboards
    from reboto.ec2.cloudwatch import _data_checks as data_checks
else:
    alarm_math = LazyModule("reboto.ec2.cloudwatch._alarm_math")
    composite = LazyModule("reboto.ec2.cloudwatch._composite")
    data_checks = LazyModule("reboto.ec2.cloudwatch._data_checks")
    dashboards = LazyModule("reboto.ec2.cloudwatch._dashboard_calls")


def _documented(method: abc.Callable[..., typing.Any]) -> abc.Callable[..., typing.Any]:
    """Give a method the docstring of the method that it extends, without the examples."""
    doc = getattr(_core.CloudWatch, method.__name__).__doc__
    # Python removes docstrings with -OO.
    method.__doc__ = doc and doc.partition("\n\nExamples\n")[0]
    return method


class Puts(Paginators[Style]):
    """Calls that check their object before the compiled module sends it.

    Type checkers see the methods of the compiled module, which have the same parameters.
    """

    if not TYPE_CHECKING:

        @_documented
        def put_metric_alarm(self, alarm):
            alarm_math.check(alarm)
            return super().put_metric_alarm(alarm)

        create_alarm = update_alarm = put_metric_alarm

        @_documented
        def put_composite_alarm(self, alarm):
            composite.check(alarm)
            return super().put_composite_alarm(alarm)

        @_documented
        def put_dashboard(self, dashboard):
            return dashboards.put(self, dashboard, super().put_dashboard)

        @_documented
        def put_metric_data(
            self,
            namespace,
            name=None,
            value=None,
            timestamp=None,
            unit=None,
            dimensions=None,
            statistics=None,
            *,
            metric_data=None,
            entity_metric_data=None,
            strict_entity_validation=None,
        ):
            if metric_data is not None:
                metric_data = data_checks.checked("metric_data", metric_data)
            return super().put_metric_data(
                namespace,
                name,
                value,
                timestamp,
                unit,
                dimensions,
                statistics,
                metric_data=metric_data,
                entity_metric_data=entity_metric_data,
                strict_entity_validation=strict_entity_validation,
            )
