"""The alliance at a glance, and of which events every figure is made."""
