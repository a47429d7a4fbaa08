"""Auto Scaling in the local mock: operations, and what groups do as time passes."""
