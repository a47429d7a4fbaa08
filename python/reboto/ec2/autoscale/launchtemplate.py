"""Launch templates of groups: instance types, purchase options and requirements."""

from __future__ import annotations

from reboto.ec2.autoscale._generated.launchtemplate import (
    BaselinePerformanceFactors,
    CpuPerformanceFactor,
    DistributionSegment,
    InstanceRequirements,
    InstancesDistribution,
    LaunchTemplate,
    LaunchTemplateOverrides,
    LaunchTemplateSpecification,
    MixedInstancesPolicy,
    PerformanceFactorReference,
    Range,
)

__all__ = [
    "BaselinePerformanceFactors",
    "CpuPerformanceFactor",
    "DistributionSegment",
    "InstanceRequirements",
    "InstancesDistribution",
    "LaunchTemplate",
    "LaunchTemplateOverrides",
    "LaunchTemplateSpecification",
    "MixedInstancesPolicy",
    "PerformanceFactorReference",
    "Range",
]
