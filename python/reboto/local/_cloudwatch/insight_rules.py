"""Contributor Insights rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from reboto.local._requests.model_validation import reject
from reboto.local._requests.store import Stored

if TYPE_CHECKING:
    from collections.abc import Callable

_SCHEMAS = {"CloudWatchLogRule", "CloudWatchLogRuleV2", "ServiceLogRule"}
_MANAGED = "managed rules"


class InsightRules(Stored, CloudWatchResponse):
    """CloudWatch operations on Contributor Insights rules. There are no logs for reports here."""

    def put_insight_rule(self) -> ActionResult:
        """Put a rule."""
        try:
            definition = json.loads(self._get_param("RuleDefinition"))
        except ValueError:
            reject("InvalidParameterValue", "RuleDefinition must be a JSON object")
        schema = definition.get("Schema") if isinstance(definition, dict) else None
        if not isinstance(schema, dict) or schema.get("Name") not in _SCHEMAS:
            names = ", ".join(sorted(_SCHEMAS))
            reject("InvalidParameterValue", f"RuleDefinition: Schema.Name must be one of {names}")
        if self._get_param("RuleState", "ENABLED") not in {"ENABLED", "DISABLED"}:
            reject("InvalidParameterValue", "RuleState must be ENABLED or DISABLED")
        self.params.setdefault("RuleState", "ENABLED")
        result = super().put_insight_rule()
        rule: Any = self.cloudwatch_backend.insight_rules[self._get_param("RuleName")]
        rule.schema = json.dumps(schema)
        rule.apply_on_transformed_logs = bool(self._get_param("ApplyOnTransformedLogs"))
        return result

    def describe_insight_rules(self) -> ActionResult:
        """Describe Contributor Insights rules."""
        rules = self.cloudwatch_backend.insight_rules.values()
        return self.paged(self.cloudwatch_backend, "InsightRules", rules, lambda one: one.name)

    def get_insight_rule_report(self) -> ActionResult:
        """Return an empty report, because there are no logs."""
        name = self._get_param("RuleName")
        rule = self.cloudwatch_backend.insight_rules.get(name)
        if rule is None:
            reject("ResourceNotFoundException", f"The rule {name} does not exist.")
        if self._get_param("StartTime") >= self._get_param("EndTime"):
            reject("InvalidParameterValue", "StartTime must be before EndTime")
        definition = json.loads(rule.definition)
        contribution = definition.get("Contribution") or {}
        keys = contribution.get("Keys") or []
        return ActionResult(
            {
                "KeyLabels": [str(key) for key in keys],
                "AggregationStatistic": "Sum"
                if definition.get("AggregateOn") == "Sum"
                else "SampleCount",
                "AggregateValue": 0.0,
                "ApproximateUniqueCount": 0,
                "Contributors": [],
                "MetricDatapoints": [],
            }
        )

    def put_managed_insight_rules(self) -> ActionResult:
        """Put managed rules of resources; a rule that exists stays as it is."""
        table = self.here.table(_MANAGED)
        for one in self._get_param("ManagedRules"):
            key = one["ResourceARN"], one["TemplateName"]
            if key in table:
                continue
            name = f"{one['TemplateName']}-{len(table) + 1:08x}"
            definition = json.dumps(
                {"Schema": {"Name": "ServiceLogRule", "Version": 1}, "AggregateOn": "Count"}
            )
            self.cloudwatch_backend.put_insight_rule(
                name=name, state="ENABLED", definition=definition, tags=one.get("Tags", [])
            )
            self.cloudwatch_backend.insight_rules[name].managed_rule = True
            table[key] = name
        return ActionResult({"Failures": []})

    def list_managed_insight_rules(self) -> ActionResult:
        """List the managed rules of a resource."""
        arn, rules = self._get_param("ResourceARN"), self.cloudwatch_backend.insight_rules
        found = [
            {
                "TemplateName": template,
                "ResourceARN": resource,
                "RuleState": {"RuleName": name, "State": rules[name].state},
            }
            for (resource, template), name in self.here.table(_MANAGED).items()
            if resource == arn and name in rules
        ]
        return self.paged(
            self.cloudwatch_backend, "ManagedRules", found, lambda one: one["TemplateName"]
        )

    def delete_insight_rules(self) -> ActionResult:
        """Delete rules; those that do not exist are failures."""
        there, table = self.cloudwatch_backend.insight_rules, self.here.table(_MANAGED)
        result = self._each(lambda name: there.pop(name))
        for key in [key for key, name in table.items() if name not in there]:
            del table[key]
        return result

    def enable_insight_rules(self) -> ActionResult:
        """Enable rules; those that do not exist are failures."""
        return self._each(lambda name: self._set(name, "ENABLED"))

    def disable_insight_rules(self) -> ActionResult:
        """Disable rules; those that do not exist are failures."""
        return self._each(lambda name: self._set(name, "DISABLED"))

    def _set(self, name: str, state: str) -> None:
        self.cloudwatch_backend.insight_rules[name].state = state

    def _each(self, change: Callable[[str], object]) -> ActionResult:
        failures: list[dict[str, str]] = []
        for name in self._get_param("RuleNames"):
            if name in self.cloudwatch_backend.insight_rules:
                change(name)
            else:
                failures.append(
                    {
                        "FailureResource": name,
                        "ExceptionType": "ResourceNotFoundException",
                        "FailureCode": "404",
                        "FailureDescription": f"The rule {name} does not exist.",
                    }
                )
        return ActionResult({"Failures": failures})
