"""Decisions of governance bodies: quorate, within their rights, one position per topic (R21, R47, R94, R99, R100).

Beside what every room has: `meeting.py`, whether a meeting could decide and how it voted; `standing.py`, one position
per topic; `actions.py`, who does what by when; `evidence.py`, evidence as it stood at the decision; `facts.py`, what
the rules are told of bodies and topics; `positions.py`, what the alliance holds on each topic; `actions_api.py`, the
routes of actions; `citing.py`, by which other rooms rest on a decision.
"""
