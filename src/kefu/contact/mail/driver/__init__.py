"""Talking with mail servers: reading over IMAP, sending over SMTP."""
