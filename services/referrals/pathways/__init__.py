"""Pathways agreed across the alliance: drafted, signed by every party, published by version (R72, R73, R75)."""
