"""All operations of CloudWatch."""

from __future__ import annotations

from reboto.local._cloudwatch.alarms import Alarms
from reboto.local._cloudwatch.anomaly_detectors import AnomalyDetectors
from reboto.local._cloudwatch.dashboards import Dashboards
from reboto.local._cloudwatch.insight_rules import InsightRules
from reboto.local._cloudwatch.metric_data import MetricData
from reboto.local._cloudwatch.metric_streams import MetricStreams
from reboto.local._cloudwatch.mute_rules import MuteRules
from reboto.local._cloudwatch.tagging import Tagging


class CloudWatch(
    Alarms,
    MetricData,
    AnomalyDetectors,
    Dashboards,
    InsightRules,
    MetricStreams,
    MuteRules,
    Tagging,
):
    """CloudWatch: moto's, with reboto's own resources in place of most of moto's."""
