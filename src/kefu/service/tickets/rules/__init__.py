"""Decisions about tickets on plain values: stages, priority, promises in working time. No Django, no clock, no network."""
