"""The demo organization 青禾优选: its content, and what plants it."""
