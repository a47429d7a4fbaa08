"""Simulate what scaling policies and alarms will do, before AWS does it.

>>> from reboto import foresight
>>> from reboto.ec2.autoscale import AutoScalingGroup
>>> group = AutoScalingGroup(name="web", min_size=2, max_size=8, desired_capacity=2)
>>> foresight.simulate(group, until=3600)
Timeline(web: 1 h, 2 to 2 instances desired, 0 changes, 2.0 instance hours)

Times are UTC. Behavior that AWS does not publish is in `Parameters`; `Timeline.assumptions` lists
what a simulation depends on.
"""

from reboto.foresight import load
from reboto.foresight._backtest import Backtest, Disagreement, backtest, fit
from reboto.foresight._check import Outcome, Report, check, report
from reboto.foresight._objects import arn
from reboto.foresight._parameters import Assumption, Parameters
from reboto.foresight._predictive import Predictive
from reboto.foresight._read import of
from reboto.foresight._scenario import Scenario
from reboto.foresight._simulate import scenario, simulate
from reboto.foresight._sweep import Sweep, Variant, samples, sweep
from reboto.foresight._tables import Columns, MetricValues, Steps
from reboto.foresight._timeline import Timeline
from reboto.foresight.load import Burst, Daily, Load, PerInstance, Queue, Replay, Step, Utilization

__all__ = [
    "Assumption",
    "Backtest",
    "Burst",
    "Columns",
    "Daily",
    "Disagreement",
    "Load",
    "MetricValues",
    "Outcome",
    "Parameters",
    "PerInstance",
    "Predictive",
    "Queue",
    "Replay",
    "Report",
    "Scenario",
    "Step",
    "Steps",
    "Sweep",
    "Timeline",
    "Utilization",
    "Variant",
    "arn",
    "backtest",
    "check",
    "fit",
    "load",
    "of",
    "report",
    "samples",
    "scenario",
    "simulate",
    "sweep",
]
