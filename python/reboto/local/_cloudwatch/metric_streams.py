"""Metric streams, stored queries, and the settings of metrics of resources."""

from __future__ import annotations

import re
import secrets
from typing import Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from reboto.local._requests.model_validation import reject
from reboto.local._requests.store import Stored
from reboto.local._world import utcnow

_MISSING = "ResourceNotFoundException"
_STATISTICS = re.compile(r"(p|tm|tc|ts|wm)[0-9]{1,2}(\.[0-9]{0,10})?|IQM|(TM|TC|TS|WM|PR)\(.+\)")


class MetricStreams(Stored, CloudWatchResponse):
    """CloudWatch operations on metric streams, which deliver nothing here."""

    def put_metric_stream(self) -> ActionResult:
        """Put a metric stream; a new one is running."""
        name, given = self._get_param("Name"), self.given()
        if given.get("IncludeFilters") and given.get("ExcludeFilters"):
            reject(
                "InvalidParameterCombination",
                "IncludeFilters and ExcludeFilters cannot be specified together.",
            )
        for one in given.get("StatisticsConfigurations", []):
            for statistic in one["AdditionalStatistics"]:
                if not _STATISTICS.fullmatch(statistic):
                    reject(
                        "InvalidParameterValue",
                        f"The statistic {statistic} is not valid for metric streams.",
                    )
        before = self.here.table("metric streams").get(name)
        state = before["State"] if before else "running"
        arn = self.arn_of(f"metric-stream/{name}")
        self.put("metric streams", name, "CreationDate", "LastUpdateDate", Arn=arn, State=state)
        if given.get("Tags") and not before:
            self.cloudwatch_backend.tagger.tag_resource(arn, given["Tags"])
        return ActionResult({"Arn": arn})

    def get_metric_stream(self) -> ActionResult:
        """Return a metric stream."""
        name = self._get_param("Name")
        message = f"Metric stream {name} does not exist."
        return ActionResult(self.stored("metric streams", name, _MISSING, message))

    def delete_metric_stream(self) -> ActionResult:
        """Delete a metric stream, if it exists."""
        if gone := self.here.table("metric streams").pop(self._get_param("Name"), None):
            self.cloudwatch_backend.tagger.delete_all_tags_for_resource(gone["Arn"])
        return EmptyResult()

    def list_metric_streams(self) -> ActionResult:
        """List metric streams."""
        streams = self.here.table("metric streams").values()
        return self.paged(self.cloudwatch_backend, "Entries", streams, lambda one: one["Name"])

    def start_metric_streams(self) -> ActionResult:
        """Start metric streams."""
        return self._set_streams("running")

    def stop_metric_streams(self) -> ActionResult:
        """Stop metric streams."""
        return self._set_streams("stopped")

    def _set_streams(self, state: str) -> ActionResult:
        streams, names = self.here.table("metric streams"), self._get_param("Names")
        if unknown := [name for name in names if name not in streams]:
            reject("InvalidParameterValue", f"Metric stream {unknown[0]} does not exist.")
        for name in names:
            streams[name].update(State=state, LastUpdateDate=utcnow())
        return EmptyResult()

    def put_metric_data_query_definition(self) -> ActionResult:
        """Put a stored query; without an id, a new one."""
        given, table = self.given(), self.here.table("queries")
        name = given.get("Id")
        if name is not None:
            self.stored("queries", name, _MISSING, f"The query {name} does not exist.")
        for other in table.values():
            if other["Path"] == given["Path"] and other["Id"] != name:
                reject("ConflictException", f"A query with the path {given['Path']} exists.")
        name = name or secrets.token_hex(8)
        arn = self.arn_of(f"metric-data-query-definition/{name}")
        query = self.put("queries", name, "CreatedAt", "UpdatedAt", Id=name, Arn=arn)
        if given.get("Tags"):
            self.cloudwatch_backend.tagger.tag_resource(arn, given["Tags"])
        return ActionResult(query)

    def get_metric_data_query_definition(self) -> ActionResult:
        """Return a stored query."""
        name = self._get_param("Id")
        message = f"The query {name} does not exist."
        return ActionResult(self.stored("queries", name, _MISSING, message))

    def delete_metric_data_query_definition(self) -> ActionResult:
        """Delete a stored query, if it exists."""
        if gone := self.here.table("queries").pop(self._get_param("Id"), None):
            self.cloudwatch_backend.tagger.delete_all_tags_for_resource(gone["Arn"])
        return EmptyResult()

    def list_metric_data_query_definitions(self) -> ActionResult:
        """List stored queries."""
        queries = self.here.table("queries").values()
        return self.paged(self.cloudwatch_backend, "Items", queries, lambda one: one["Id"])

    def create_resource_metrics_configuration(self) -> ActionResult:
        """Choose the metrics of a resource."""
        arn = self._get_param("ResourceArn")
        if arn in self.here.table("resource metrics"):
            reject("ConflictException", f"The resource {arn} has a configuration already.")
        return self._put_resource_metrics(arn)

    def update_resource_metrics_configuration(self) -> ActionResult:
        """Change the metrics of a resource."""
        return self._put_resource_metrics(self._resource_metrics()["ResourceArn"])

    def get_resource_metrics_configuration(self) -> ActionResult:
        """Return the choice of a resource's metrics."""
        return ActionResult({"ResourceMetricsConfiguration": self._resource_metrics()})

    def delete_resource_metrics_configuration(self) -> ActionResult:
        """Delete the choice of a resource's metrics."""
        del self.here.table("resource metrics")[self._resource_metrics()["ResourceArn"]]
        return EmptyResult()

    def _resource_metrics(self) -> dict[str, Any]:
        arn = self._get_param("ResourceArn")
        message = f"The resource {arn} has no configuration of its metrics."
        return self.stored("resource metrics", arn, _MISSING, message)

    def _put_resource_metrics(self, arn: str) -> ActionResult:
        kept = self.put("resource metrics", arn, "CreatedAt", "UpdatedAt")
        return ActionResult({"ResourceMetricsConfiguration": kept})

    def start_otel_enrichment(self) -> ActionResult:
        """Start the enrichment of metrics with resource attributes and tags."""
        return self._enrich()

    def update_otel_enrichment(self) -> ActionResult:
        """Change the filters of the enrichment."""
        self.stored("enrichment", "", _MISSING, "The enrichment is not running.")
        return self._enrich()

    def stop_otel_enrichment(self) -> ActionResult:
        """Stop the enrichment of metrics."""
        self.here.table("enrichment").clear()
        return EmptyResult()

    def get_otel_enrichment(self) -> ActionResult:
        """Return the status of the enrichment."""
        found = self.here.table("enrichment").get("")
        return ActionResult({"Status": "Running", **found} if found else {"Status": "Stopped"})

    def _enrich(self) -> ActionResult:
        given = self.given()
        if given.get("IncludeFilters") and given.get("ExcludeFilters"):
            reject(
                "ValidationError",
                "IncludeFilters and ExcludeFilters cannot be specified together.",
            )
        return ActionResult(self.put("enrichment", "", "CreatedAt", "UpdatedAt"))

    def get_dataset(self) -> ActionResult:
        """Return a dataset; only ``default`` exists."""
        return ActionResult(self._dataset())

    def associate_dataset_kms_key(self) -> ActionResult:
        """Encrypt a dataset with a key."""
        self._dataset()["KmsKeyArn"] = self._get_param("KmsKeyArn")
        return EmptyResult()

    def disassociate_dataset_kms_key(self) -> ActionResult:
        """Encrypt a dataset with a key of AWS again."""
        dataset = self._dataset()
        if not dataset.pop("KmsKeyArn", None):
            reject(_MISSING, f"The dataset {dataset['DatasetId']} has no key.")
        return EmptyResult()

    def _dataset(self) -> dict[str, Any]:
        arn = self.arn_of("dataset/default")
        table = self.here.table("datasets")
        table.setdefault("default", {"DatasetId": "default", "Arn": arn})
        given = self._get_param("DatasetIdentifier")
        name = "default" if given == arn else given
        return self.stored("datasets", name, _MISSING, f"The dataset {given} does not exist.")
