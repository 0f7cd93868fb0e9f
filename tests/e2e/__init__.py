"""The whole alliance as its users have it."""
