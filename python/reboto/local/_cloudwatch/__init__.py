"""CloudWatch in the local mock: operations, storage, and what alarms do as time passes."""
