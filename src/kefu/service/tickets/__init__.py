"""Tickets, their stages, and what was promised about them."""
