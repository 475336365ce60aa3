"""Automatic contact distribution: who gets which piece of work, and why. It never learns what a chat or a call is."""
