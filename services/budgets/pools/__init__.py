"""Pooled funds under section 75: agreed, paid in, spent, reported and shared out to the penny (R57, R107, R110)."""
