"""Regions of Auto Scaling and CloudWatch, and their host names."""

from __future__ import annotations

# Domain and regions of each AWS partition. tests/compat compares them with botocore's data.
PARTITIONS: dict[str, tuple[str, ...]] = {
    "amazonaws.com": (
        "af-south-1",
        "ap-east-1",
        "ap-east-2",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-central-1",
        "ca-west-1",
        "eu-central-1",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "mx-central-1",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-gov-east-1",
        "us-gov-west-1",
        "us-west-1",
        "us-west-2",
    ),
    "amazonaws.com.cn": (
        "cn-north-1",
        "cn-northwest-1",
    ),
    "c2s.ic.gov": (
        "us-iso-east-1",
        "us-iso-west-1",
    ),
    "sc2s.sgov.gov": (
        "us-isob-east-1",
        "us-isob-west-1",
    ),
    "cloud.adc-e.uk": ("eu-isoe-west-1",),
    "csp.hci.ic.gov": (
        "us-isof-east-1",
        "us-isof-south-1",
    ),
    "amazonaws.eu": ("eusc-de-east-1",),
}

# First label of each service's host names, by boto's name for the service.
SERVICES = {"autoscaling": "autoscaling", "cloudwatch": "monitoring"}


def endpoints() -> dict[str, dict[str, str]]:
    """Return the host name of each region for each service, sorted by region.

    Examples
    --------
    >>> endpoints()["cloudwatch"]["cn-north-1"]
    'monitoring.cn-north-1.amazonaws.com.cn'
    """
    regions = sorted((region, domain) for domain, names in PARTITIONS.items() for region in names)
    return {
        service: {region: f"{word}.{region}.{domain}" for region, domain in regions}
        for service, word in SERVICES.items()
    }


def endpoint(service: str, region: str) -> str:
    """Return the host name of a service in a region; it is guessed for an unknown region.

    Examples
    --------
    >>> endpoint("cloudwatch", "eu-west-1")
    'monitoring.eu-west-1.amazonaws.com'
    """
    for domain, names in PARTITIONS.items():
        if region in names:
            return f"{SERVICES[service]}.{region}.{domain}"
    return guess_endpoint(service, region)


def guess_endpoint(service: str, region: str) -> str:
    """Return the likely host name of a service in a region that is not in this table.

    Examples
    --------
    >>> guess_endpoint("autoscaling", "cn-south-9")
    'autoscaling.cn-south-9.amazonaws.com.cn'
    """
    domains = {_area(name): domain for domain, names in PARTITIONS.items() for name in names}
    domain = domains.get(_area(region), "amazonaws.com")
    return f"{SERVICES.get(service, service)}.{region}.{domain}"


def partition_regions(region: str) -> list[str]:
    """Return the regions that an account in this region can use, including this region.

    Examples
    --------
    >>> partition_regions("us-gov-west-1")
    ['us-gov-east-1', 'us-gov-west-1']
    """
    areas = {_area(name): names for names in PARTITIONS.values() for name in names}
    known = areas.get(_area(region), PARTITIONS["amazonaws.com"])
    # GovCloud shares its domain with the commercial regions, but has separate accounts.
    apart = region.startswith("us-gov-")
    return sorted({name for name in known if name.startswith("us-gov-") == apart} | {region})


def _area(region: str) -> str:
    return region.rsplit("-", 2)[0]
