"""Django's PostgreSQL, with a connection's health looked at once a second instead of with every request."""
