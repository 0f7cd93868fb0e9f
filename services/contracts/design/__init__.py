"""The design of an ACS: options compared, one selected, two sides, its way until it is live (R6, R34-R39, R56, R101).

Beside what every room has: `comparison.py`, `journey.py`, `journey_api.py`, `options.py`.
"""
