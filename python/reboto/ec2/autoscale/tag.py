"""Tags of groups."""

from __future__ import annotations

from reboto._arguments import need_dict
from reboto._core import to_bool
from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, HtmlColumns, Style, Styled, abc, typing
from reboto._model import Resource
from reboto.ec2.autoscale._generated import TagMembers

if TYPE_CHECKING:
    from reboto._lazy import Later


class Tag(TagMembers, Resource[Style]):
    """A tag of a group, which its instances can inherit.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection that methods use.
    key : str
        Key of the tag.
    value : object
        Value of the tag; sent as ``str(value)``.
    propagate_at_launch : bool
        Whether new instances get the tag too.
    resource_id : str
        Name of the group.
    resource_type : str
        ``"auto-scaling-group"``, the only type.

    Examples
    --------
    >>> Tag(key="role", value="web", propagate_at_launch=True, resource_id="my-group")
    Tag(role=web)
    """

    _identity = "key"

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "key": "key",
        "value": "value",
        "group": "resource_id",
        "propagates": "propagate_at_launch",
    }

    def __init__(
        self,
        connection: Styled[Style] | None = None,
        key: str | None = None,
        value: object = None,
        propagate_at_launch: bool = False,
        resource_id: str | None = None,
        resource_type: str = "auto-scaling-group",
    ) -> None:
        self.connection = connection
        self.key = key
        # A string, if the tag was read from AWS.
        self.value: typing.Any = value
        self.propagate_at_launch = propagate_at_launch
        self.resource_id = resource_id
        self.resource_type = resource_type

    def __repr__(self) -> str:
        return f"Tag({self.key}={self.value})"

    def build_params(self, params: abc.MutableMapping[str, typing.Any], i: int) -> None:
        """Add the tag to the parameters of a Query request.

        Parameters
        ----------
        params : dict
            Parameters to add to.
        i : int
            Index of the tag in the request, from 1.

        Examples
        --------
        >>> params = {}
        >>> Tag(key="role", value="web", resource_id="my-group").build_params(params, 1)
        >>> params["Tags.member.1.Key"], params["Tags.member.1.PropagateAtLaunch"]
        ('role', 'false')
        """
        need_dict(params)
        prefix = f"Tags.member.{i}."
        params[prefix + "ResourceId"] = self.resource_id
        params[prefix + "ResourceType"] = self.resource_type
        params[prefix + "Key"] = self.key
        params[prefix + "Value"] = self.value
        propagates = to_bool("Tag.propagate_at_launch", self.propagate_at_launch)
        params[prefix + "PropagateAtLaunch"] = "true" if propagates else "false"

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: Tag[Blocking]) -> bool: ...
        @typing.overload
        def delete(self: Tag[Awaiting]) -> Later[bool]: ...

    def delete(self) -> typing.Any:
        """Remove the tag from its group (DeleteTags).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_tags([self])
