"""What services/budgets says."""
