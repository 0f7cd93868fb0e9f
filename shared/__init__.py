"""The kernel every service stands on; it knows no service."""
