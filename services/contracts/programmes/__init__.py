"""Programmes of the alliance: who takes part where, milestones, reviews with RAG, issues (R61-R65, R68).

Beside what every room has: `issues.py`, `milestones.py`.
"""
