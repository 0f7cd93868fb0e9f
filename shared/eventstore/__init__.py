"""The truth: an append-only table of events per service, and what is written in the same breath."""
