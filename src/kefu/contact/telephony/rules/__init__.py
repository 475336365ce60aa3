"""What a call may do and what a flow may be: plain values; no Django, no clock, no network."""
