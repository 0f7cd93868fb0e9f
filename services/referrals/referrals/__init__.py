"""Referrals along the agreed pathways, their RTT clocks and the handover back to primary care (R75, R78-R80, R83)."""
