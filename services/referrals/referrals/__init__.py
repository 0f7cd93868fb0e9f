"""Referrals along the agreed pathways, their RTT clocks and the handover back to primary care (R75, R78-R80, R83).

Beside what every room has: `appointments.py`, `cancer.py`, `clocks.py`, `deeds.py`, `foreign.py`, `guards.py`,
`handover.py`, `pauses.py`, `records.py`, `rtt.py`, `sealing.py`, `stages.py`, `submission.py`, `treatment.py`.
"""
