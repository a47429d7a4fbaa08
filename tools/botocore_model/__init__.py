"""Generators of tables and code from the service models that AWS publishes with botocore."""
