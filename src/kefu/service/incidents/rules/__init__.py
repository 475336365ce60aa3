"""Decisions about incidents; plain values only."""
