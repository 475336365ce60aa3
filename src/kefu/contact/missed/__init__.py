"""Missed calls: who called and reached nobody, whose it is to ring them back, and until when."""
