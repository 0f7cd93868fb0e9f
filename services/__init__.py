"""The four services; each knows shared, none knows another."""
