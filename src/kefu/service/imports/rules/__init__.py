"""Decisions of imports: what columns mean, how other systems write, what a cell says. No Django, no clock, no network."""
