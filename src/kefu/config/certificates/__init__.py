"""The instance's own https certificate: fetched and renewed by ACME (RFC 8555), proved over http on port 80."""
