"""Shared capacity: scarce resources, who may use how much of them, and how much is used (R117)."""
