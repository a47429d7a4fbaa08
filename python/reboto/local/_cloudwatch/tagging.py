"""Tags of the resources of CloudWatch."""

from __future__ import annotations

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from reboto.local._cloudwatch.alarm_store import alarms_of
from reboto.local._requests.model_validation import reject
from reboto.local._requests.store import Stored

_TABLES = {
    "metric streams": "Arn",
    "queries": "Arn",
    "mute rules": "AlarmMuteRuleArn",
    "datasets": "Arn",
}


class Tagging(Stored, CloudWatchResponse):
    """CloudWatch operations on tags."""

    def list_tags_for_resource(self) -> ActionResult:
        """List the tags of a resource."""
        self._check_resource()
        return super().list_tags_for_resource()

    def tag_resource(self) -> ActionResult:
        """Tag a resource."""
        arn = self._check_resource()
        self.cloudwatch_backend.tagger.tag_resource(arn, self._get_param("Tags", []))
        return ActionResult({})

    def untag_resource(self) -> ActionResult:
        """Remove tags of a resource."""
        arn = self._check_resource()
        self.cloudwatch_backend.tagger.untag_resource_using_names(
            arn, self._get_param("TagKeys", [])
        )
        return ActionResult({})

    def _check_resource(self) -> str:
        arn: str = self._get_param("ResourceARN")
        backend, here = self.cloudwatch_backend, self.here
        arns = {alarm.arn for alarm in alarms_of(here).values()}
        arns |= {rule.rule_arn for rule in backend.insight_rules.values()}
        arns |= {board.arn for board in backend.dashboards.values()}
        for table, member in _TABLES.items():
            arns |= {one[member] for one in here.table(table).values()}
        if arn not in arns:
            reject("ResourceNotFoundException", f"The resource {arn} does not exist.")
        return arn
