"""Reduction aims: activities that a pathway or a strategy tries to reduce, with the reasons (R98)."""
