"""What agents are to say and ask, step by step, and what came of it on a contact."""
