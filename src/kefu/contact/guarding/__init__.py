"""Keeping agents safe: blocks that they ask for and leaders decide, and warnings before they answer."""
