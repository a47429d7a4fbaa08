"""Dimensions of a metric or an alarm."""

from reboto.ec2.cloudwatch.listelement import Dimension as Dimension
