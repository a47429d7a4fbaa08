"""Tests of `reboto.testing`."""
