"""Imports of places from the files the ODS publishes, as they are: a job with a report for each row (R50).

Beside what every room has: `job.py`, `layouts.py`, `lines.py`.
"""
