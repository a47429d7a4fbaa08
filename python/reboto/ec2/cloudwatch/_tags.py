"""Tags of objects that have an ARN."""

from __future__ import annotations

from reboto._arguments import string_list
from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, Style, abc, typing
from reboto._model import Resource

if TYPE_CHECKING:
    from reboto._lazy import Later


class Tagged(Resource[Style]):
    """Methods that read and change the tags of an object with an ARN.

    The attribute `tags` holds the tags to send when the object is created. AWS ignores it
    if the object exists, and leaves it out of listings.
    """

    # The attribute that has the ARN.
    _arn: typing.ClassVar[str] = "arn"

    if TYPE_CHECKING:

        @typing.overload
        def get_tags(self: Tagged[Blocking]) -> dict[str, str]: ...
        @typing.overload
        def get_tags(self: Tagged[Awaiting]) -> Later[dict[str, str]]: ...

    def get_tags(self) -> typing.Any:
        """Return the tags (ListTagsForResource).

        Returns
        -------
        dict of str to str
            Keys, each with a value.

        Raises
        ------
        ValueError
            If the object has no ARN, because it was not read from AWS.
        """
        return self._require_connection().list_tags_for_resource(self._require_arn())

    if TYPE_CHECKING:

        @typing.overload
        def add_tags(self: Tagged[Blocking], tags: abc.Mapping[str, str]) -> bool: ...
        @typing.overload
        def add_tags(self: Tagged[Awaiting], tags: abc.Mapping[str, str]) -> Later[bool]: ...

    def add_tags(self, tags: abc.Mapping[str, str]) -> typing.Any:
        """Add tags, or change their values (TagResource).

        Parameters
        ----------
        tags : dict of str to str
            Keys, each with a value. Other tags are kept.

        Returns
        -------
        bool
            True.

        Raises
        ------
        ValueError
            If the object has no ARN, because it was not read from AWS.
        """
        return self._require_connection().tag_resource(self._require_arn(), tags)

    if TYPE_CHECKING:

        @typing.overload
        def remove_tags(self: Tagged[Blocking], keys: abc.Iterable[str] | str) -> bool: ...
        @typing.overload
        def remove_tags(self: Tagged[Awaiting], keys: abc.Iterable[str] | str) -> Later[bool]: ...

    def remove_tags(self, keys: abc.Iterable[str] | str) -> typing.Any:
        """Remove tags (UntagResource).

        Parameters
        ----------
        keys : list of str or str
            Keys of the tags.

        Returns
        -------
        bool
            True.

        Raises
        ------
        ValueError
            If the object has no ARN, because it was not read from AWS.
        """
        given = string_list(keys, "keys")
        return self._require_connection().untag_resource(self._require_arn(), given)

    def _require_arn(self) -> str:
        arn = getattr(self, self._arn, None)
        if not arn:
            raise ValueError(
                f"{type(self).__name__}.{self._arn} is not set: read the object from AWS, which "
                "assigns the ARN"
            )
        return str(arn)
