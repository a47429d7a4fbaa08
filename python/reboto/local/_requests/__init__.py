"""Requests and responses of the local mock: validation, rules, pagination, errors."""
