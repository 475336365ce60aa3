"""Conversations with visitors: their messages, their states, who serves them. Chat now; other written channels later."""
