"""Propositions: what a lead provider and its contributors would deliver together, once mobilised (R35, R37)."""
