"""Calls of mute rules, which alarms create."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, Awaiting, Blocking, Style, typing
from reboto._model import Resource

if TYPE_CHECKING:
    from reboto._lazy import Later


class AlarmMuteRuleCalls(Resource[Style]):
    """Methods of a mute rule that make calls."""

    name: str | None

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: AlarmMuteRuleCalls[Blocking]) -> bool: ...
        @typing.overload
        def delete(self: AlarmMuteRuleCalls[Awaiting]) -> Later[bool]: ...

    def delete(self) -> typing.Any:
        """Delete the mute rule (DeleteAlarmMuteRule).

        Returns
        -------
        bool
            True.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_alarm_mute_rule(self.name)
