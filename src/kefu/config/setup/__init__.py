"""From nothing to one's own service: the demo or an empty organization, and the address under which people come."""
