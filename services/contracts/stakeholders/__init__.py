"""Stakeholders: who has an interest in the alliance's plans, and what they think of them since when (R31)."""
