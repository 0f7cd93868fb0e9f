"""The contract register: which contracts there are, how long they run, how well they work (R1, R2, R19, R33, R46).

Beside what every room has: `registering.py`.
"""
