"""Measurements: each benchmark starts an instance of its own, loads it from this machine only, and prints figures."""
