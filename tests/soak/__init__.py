"""Soak tests: many calls under load, and processes, threads and tasks that end during calls."""
