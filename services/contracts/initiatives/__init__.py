"""Initiatives: which networks and practices they reach, and the workforce they bring (R66, R70, R71, R119).

Beside what every room has: `coverage.py`.
"""
