"""Pagination of responses."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from moto.core.responses import ActionResult
from moto.core.utils import get_service_model

from reboto.local._requests.model_validation import reject

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from moto.core.base_backend import BaseBackend
    from moto.core.responses import BaseResponse

_AUTOSCALING = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_"
_CLOUDWATCH = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_"
_TOKENS_KEPT = 1000


@dataclass(frozen=True)
class Paging:
    """The pagination of one operation.

    Attributes
    ----------
    usual
        Default number of items on a page.
    most
        Maximum number of items that a request may ask for.
    page
        The page of AWS's documentation that states these numbers.
    size_is
        Name of the request's member for the page size; empty if the request has no such member.
    """

    usual: int
    most: int
    page: str
    size_is: str = "MaxRecords"


def _paging(service: str, operation: str, usual: int, most: int, *more: str) -> tuple[str, Paging]:
    return operation, Paging(usual, most, f"{service}{operation}.html", *more)


PAGES = dict(
    (
        _paging(_AUTOSCALING, "DescribeAutoScalingGroups", 50, 100),
        _paging(_AUTOSCALING, "DescribeAutoScalingInstances", 50, 50),
        _paging(_AUTOSCALING, "DescribeLaunchConfigurations", 50, 100),
        _paging(_AUTOSCALING, "DescribeLoadBalancerTargetGroups", 100, 100),
        _paging(_AUTOSCALING, "DescribeLoadBalancers", 100, 100),
        _paging(_AUTOSCALING, "DescribeNotificationConfigurations", 50, 100),
        _paging(_AUTOSCALING, "DescribePolicies", 50, 100),
        _paging(_AUTOSCALING, "DescribeScalingActivities", 100, 100),
        _paging(_AUTOSCALING, "DescribeScheduledActions", 50, 100),
        _paging(_AUTOSCALING, "DescribeTags", 50, 100),
        _paging(_AUTOSCALING, "DescribeWarmPool", 50, 50),
        _paging(_AUTOSCALING, "DescribeAccountSettings", 50, 100),
        _paging(_AUTOSCALING, "DescribeInstanceRefreshes", 50, 100),
        _paging(_AUTOSCALING, "DescribeTrafficSources", 50, 50),
        _paging(_CLOUDWATCH, "DescribeAlarmContributors", 100, 100, ""),
        _paging(_CLOUDWATCH, "DescribeAlarmHistory", 100, 100),
        _paging(_CLOUDWATCH, "DescribeAlarms", 50, 100),
        _paging(_CLOUDWATCH, "DescribeAnomalyDetectors", 100, 10_000, "MaxResults"),
        _paging(_CLOUDWATCH, "DescribeInsightRules", 500, 500, "MaxResults"),
        _paging(_CLOUDWATCH, "GetMetricData", 100_800, 100_800, "MaxDatapoints"),
        _paging(_CLOUDWATCH, "ListAlarmMuteRules", 50, 100),
        _paging(_CLOUDWATCH, "ListDashboards", 1000, 1000, ""),
        _paging(_CLOUDWATCH, "ListManagedInsightRules", 500, 500, "MaxResults"),
        _paging(_CLOUDWATCH, "ListMetricDataQueryDefinitions", 100, 100, "MaxResults"),
        _paging(_CLOUDWATCH, "ListMetricStreams", 500, 500, "MaxResults"),
        _paging(_CLOUDWATCH, "ListMetrics", 500, 500, ""),
    )
)

# Operation and remaining keys for each token. With keys instead of positions, a deletion between
# two pages skips nothing. Keyed weakly: a reset of moto replaces the backends.
_remaining: WeakKeyDictionary[BaseBackend, dict[str, tuple[str, list[Hashable]]]] = (
    WeakKeyDictionary()
)


def page_of(
    request: BaseResponse,
    backend: BaseBackend,
    items: Sequence[Any],
    key: Callable[[Any], Hashable],
) -> tuple[list[Any], str | None]:
    """Return the page of a list that a request asks for.

    Parameters
    ----------
    request : BaseResponse
        The request, which may contain a page size and a token.
    backend : BaseBackend
        The service's state, which owns the tokens.
    items : list
        The whole list.
    key : callable
        Returns the identity of an item.

    Returns
    -------
    tuple of list, str or None
        The items of the page, and the token of the next page, None on the last one.

    Raises
    ------
    ServiceException
        If the token is not from a response of the same operation.
    """
    operation = request._get_action()
    paging = PAGES[operation]
    size = request._get_int_param(paging.size_is, paging.usual) if paging.size_is else paging.usual
    tokens = _remaining.setdefault(backend, {})
    token = request._get_param("NextToken")
    if token:
        issuer, keys = tokens.get(token, ("", []))
        if issuer != operation:
            bad_token(request, token)
        there = {key(item): item for item in items}
        items = [there[one] for one in keys if one in there]
    chosen, rest = list(items[:size]), items[size:]
    return chosen, _token(tokens, operation, [key(item) for item in rest]) if rest else None


def page(
    request: BaseResponse,
    backend: BaseBackend,
    name: str,
    items: Sequence[Any],
    key: Callable[[Any], Hashable],
) -> ActionResult:
    """Return a result with the page of a list, under the name of the list."""
    chosen, token = page_of(request, backend, items, key)
    return ActionResult({name: chosen, "NextToken": token})


def bad_token(request: BaseResponse, token: str) -> None:
    """Reject a token, with the operation's error code for it."""
    model = get_service_model(request.boto3_service_name)
    errors = model.operation_model(request._get_action()).error_shapes
    codes = {shape.metadata.get("error", {}).get("code", shape.name) for shape in errors}
    code = "InvalidNextToken" if "InvalidNextToken" in codes else "InvalidParameterValue"
    reject(
        code, f"The token '{token[:100]}' is invalid: it is not from a response of this operation."
    )


def _token(
    tokens: dict[str, tuple[str, list[Hashable]]], operation: str, keys: list[Hashable]
) -> str:
    while len(tokens) >= _TOKENS_KEPT:
        del tokens[next(iter(tokens))]
    token = secrets.token_urlsafe(24)
    tokens[token] = operation, keys
    return token
