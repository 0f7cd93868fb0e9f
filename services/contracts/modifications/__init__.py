"""Modifications of contracts: proposed, assessed by the law, agreed by somebody else, in effect (R19, R20).

Two agreed at once cannot slip under a limit together: whether one takes effect is decided in the contract's own stream,
which knows all that took effect before. Beside what every room has: `proposing.py`.
"""
