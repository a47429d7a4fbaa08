"""All operations of CloudWatch."""

from __future__ import annotations

from reboto.local._alarms import Alarms
from reboto.local._anomaly_detectors import AnomalyDetectors
from reboto.local._dashboards import Dashboards
from reboto.local._insight_rules import InsightRules
from reboto.local._metric_data import MetricData
from reboto.local._metric_streams import MetricStreams
from reboto.local._mute_rules import MuteRules
from reboto.local._tagging import Tagging


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
