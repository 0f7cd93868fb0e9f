"""The contract register: which contracts there are, how long they run, how well they work (R1, R2, R19, R33, R46).

Beside what every room has: `registering.py`; `expiring.py` with alerts, plans and review points; `modified.py`, where
modifications take effect; `entry_api.py`, the routes into the register that ask procurements and delegations;
`life_api.py`, those of a contract's life.
"""
