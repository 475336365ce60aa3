"""Short messages as a channel."""
