"""The modules of boto that reboto covers, and the replacements for all others."""

from __future__ import annotations

from _frozen_importlib_external import PathFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

COVERED = (
    "Auto Scaling and CloudWatch (boto.ec2.autoscale, boto.ec2.cloudwatch and the modules they use)"
)

# The boto3 client that replaces each module of boto.
SERVICES = {
    "boto.awslambda": "lambda",
    "boto.beanstalk": "elasticbeanstalk",
    "boto.cloudformation": "cloudformation",
    "boto.cloudfront": "cloudfront",
    "boto.cloudhsm": "cloudhsmv2",
    "boto.cloudsearch": "cloudsearch",
    "boto.cloudsearch2": "cloudsearch",
    "boto.cloudsearchdomain": "cloudsearchdomain",
    "boto.cloudtrail": "cloudtrail",
    "boto.codedeploy": "codedeploy",
    "boto.cognito.identity": "cognito-identity",
    "boto.cognito.sync": "cognito-sync",
    "boto.configservice": "config",
    "boto.datapipeline": "datapipeline",
    "boto.directconnect": "directconnect",
    "boto.dynamodb": "dynamodb",
    "boto.dynamodb2": "dynamodb",
    "boto.ec2": "ec2",
    "boto.ec2.elb": "elb",
    "boto.ec2containerservice": "ecs",
    "boto.elasticache": "elasticache",
    "boto.elastictranscoder": "mediaconvert",
    "boto.emr": "emr",
    "boto.glacier": "glacier",
    "boto.iam": "iam",
    "boto.kinesis": "kinesis",
    "boto.kms": "kms",
    "boto.logs": "logs",
    "boto.machinelearning": "machinelearning",
    "boto.manage": "ec2",
    "boto.mturk": "mturk",
    "boto.rds": "rds",
    "boto.rds2": "rds",
    "boto.redshift": "redshift",
    "boto.route53": "route53",
    "boto.route53.domains": "route53domains",
    "boto.s3": "s3",
    "boto.sdb": "sdb",
    "boto.ses": "ses",
    "boto.sns": "sns",
    "boto.sqs": "sqs",
    "boto.storage_uri": "s3",
    "boto.sts": "sts",
    "boto.support": "support",
    "boto.swf": "swf",
    "boto.vpc": "ec2",
}

# The replacement for services that boto3 does not support.
ELSEWHERE = {
    "boto.ecs": "Amazon replaced it with the Product Advertising API",
    "boto.fps": "AWS has discontinued the service",
    "boto.gs": "use the package google-cloud-storage",
    "boto.mws": "Amazon replaced it with the Selling Partner API",
    "boto.opsworks": "AWS has discontinued the service",
}

# The `boto.connect_…` functions that are not named after a module.
CONNECTORS = {
    "cognito_identity": "boto.cognito.identity",
    "cognito_sync": "boto.cognito.sync",
    "ec2_endpoint": "boto.ec2",
    "elb": "boto.ec2.elb",
    "euca": "boto.ec2",
    "ia": "boto.s3",
    "route53domains": "boto.route53.domains",
    "walrus": "boto.s3",
}


# Caches without functools, whose import would take longer than all others of a script's start.
_COUNTERPARTS: dict[str, str | None] = {}
_IN_BOTO: dict[str, bool] = {}


def _imported(name: str) -> ModuleType:
    # importlib is not imported before an error is explained.
    from importlib import import_module

    return import_module(name)


def counterpart(name: str) -> str | None:
    """Return the name of the module of reboto that replaces a module of boto.

    Parameters
    ----------
    name : str
        The dotted name of the module, such as ``"boto.ec2.autoscale"``.

    Returns
    -------
    str or None
        None if reboto has no such module.

    Examples
    --------
    >>> counterpart("boto.exception")
    'reboto.exception'
    >>> counterpart("boto.s3") is None
    True
    """
    if name not in _COUNTERPARTS:
        _COUNTERPARTS[name] = _find_counterpart(name)
    return _COUNTERPARTS[name]


def _find_counterpart(name: str) -> str | None:
    package, _, module = name.rpartition(".")
    if not package:
        return "reboto" if name == "boto" else None
    home = counterpart(package)
    if home is None or module.startswith("_"):
        return None
    path = getattr(_imported(home), "__path__", None)
    own_name = f"{home}.{module}"
    found = PathFinder.find_spec(own_name, path) if path is not None else None
    # A plain module of reboto with the name of a service is unrelated to that service.
    if found is None or (name in SERVICES and found.submodule_search_locations is None):
        return None
    return own_name


def is_shell(name: str) -> bool:
    """Check whether reboto has a module of boto only as a parent of other modules.

    ``boto.ec2`` is such a module: reboto covers ``boto.ec2.autoscale``, but not EC2 itself.

    Parameters
    ----------
    name : str
        The dotted name of the module.

    Returns
    -------
    bool
    """
    return name == "boto" or name in SERVICES


def covers(path: str) -> bool:
    """Check whether reboto has a module of boto, or a name in one.

    Parameters
    ----------
    path : str
        Dotted name of a module, or of a name in it.

    Returns
    -------
    bool
        Also False for a module that reboto has only as a parent of other modules.

    Examples
    --------
    >>> covers("boto.exception.BotoServerError"), covers("boto.ec2.connect_to_region")
    (True, False)
    """
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        own_name = counterpart(name)
        if own_name and length < len(parts):
            return hasattr(_imported(own_name), parts[length])
        if own_name:
            return not is_shell(name)
    return False


def explain(path: str, problem: str) -> str:
    """Return the message of an error about a module or name of boto that reboto does not cover.

    Parameters
    ----------
    path : str
        Dotted name of the module or name.
    problem : str
        Why it is not taken from an installed boto.

    Returns
    -------
    str
    """
    return f"{path} is not in reboto, which covers {COVERED}: {advise(path)}; {problem}"


_OF_BOTO3 = ("boto.Session", "boto.client", "boto.resource", "boto.session")


def explain_attribute(module: str, name: str) -> str:
    """Return the message of an error about a name that a module of reboto does not have.

    Parameters
    ----------
    module : str
        The module of reboto.
    name : str
        The name.

    Returns
    -------
    str
    """
    from reboto._compat.boto_names import MODULES, NAMES

    home = module.removeprefix("re")
    path = f"{home}.{name}"
    if path in _OF_BOTO3:
        return f"module {module!r} has no attribute {name!r}: {advise(path)}"
    if name not in f"{MODULES.get(home, '')} {NAMES.get(home, '')}".split():
        return f"module {module!r} has no attribute {name!r}"
    if PathFinder.find_spec("boto") is None:
        return explain(path, "boto is not installed")
    return explain(path, "to use the installed boto, put `import reboto.as_boto` first")


def is_in_boto(path: str) -> bool:
    """Check whether boto 2.49 has a module, or a name in one.

    Parameters
    ----------
    path : str
        Dotted name of a module, or of a name in it.

    Returns
    -------
    bool
        Also True for every name in a module that reboto does not have.

    Examples
    --------
    >>> is_in_boto("boto.connect_s3"), is_in_boto("boto.connect_autoscaling")
    (True, False)
    """
    if path not in _IN_BOTO:
        _IN_BOTO[path] = _find_in_boto(path)
    return _IN_BOTO[path]


def _find_in_boto(path: str) -> bool:
    from reboto._compat.boto_names import MODULES, NAMES

    home = "boto"
    for part in path.split(".")[1:]:
        name = f"{home}.{part}"
        if part not in MODULES.get(home, "").split():
            own_name = counterpart(home)
            if own_name is None or part in NAMES.get(home, "").split():
                return True
            # Not hasattr: a missing name needs this function for its error message.
            return part in dir(_imported(own_name))
        home = name
    return path.split(".")[0] == "boto"


def advise(path: str) -> str:
    """Return what to use instead of a module or name of boto that reboto does not cover.

    Parameters
    ----------
    path : str
        Dotted name of a module, or of a name in it.

    Returns
    -------
    str
        The end of an error message, to follow a colon.

    Examples
    --------
    >>> advise("boto.s3.key.Key")
    "use boto3.client('s3')"
    >>> advise("boto.connect_elb")
    "use boto3.client('elb')"
    """
    if path in _OF_BOTO3:
        return "it is boto3's; use connect_autoscale() or connect_cloudwatch()"
    if path == "boto.ec2.regioninfo.EC2RegionInfo":
        return "use boto.regioninfo.RegionInfo"
    parts = path.split(".")
    if len(parts) > 1 and parts[1].startswith("connect_"):
        service = parts[1].removeprefix("connect_")
        parts = CONNECTORS.get(service, f"boto.{service}").split(".")
    for length in range(len(parts), 1, -1):
        name = ".".join(parts[:length])
        if name in SERVICES:
            return f"use boto3.client({SERVICES[name]!r})"
        if name in ELSEWHERE:
            return ELSEWHERE[name]
        own_name = counterpart(name)
        if own_name and not is_in_boto(path):
            break
        if own_name and length == len(parts):
            return f"import {own_name}"
        if own_name:
            return f"{own_name} has no {parts[length]!r}"
    if not is_in_boto(path):
        return "boto 2.49 does not have it either, check the name"
    return "it is internal to boto"
