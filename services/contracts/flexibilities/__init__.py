"""Regulatory flexibility: a rule that a regulator is asked not to apply for a period of transition (R44)."""
