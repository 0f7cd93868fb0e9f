"""Incentives: what each contract rewards, whether that works against an aim, and what becomes of it (R42, R98)."""
