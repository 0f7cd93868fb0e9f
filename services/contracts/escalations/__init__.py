"""Issues raised with governance bodies, debated, answered by a day, taken to the body above, resolved (R49, R116)."""
