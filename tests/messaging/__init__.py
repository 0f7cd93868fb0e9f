"""The relay and the consumers, on a real PostgreSQL and a real broker."""
