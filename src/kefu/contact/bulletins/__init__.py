"""What customers are told for a while, whatever they came for: a banner, and what the bot says first."""
