"""Rules that act on tickets by themselves, and shortcuts that agents apply with one click."""
