"""Short messages to customers."""
