"""The BHR demonstration: its data, the client that loads it, and the totals it must give."""
