"""Delegated authority: who may approve what for an organisation, up to which sum, from when to when (R107).

Beside what every room has: `citing.py`, by which the approvals of other rooms cite an authority.
"""
