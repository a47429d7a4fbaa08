"""Texts of the page of differences, one module per section."""
