"""What a member of staff should hear of: notices, their bell, and what has been read."""
