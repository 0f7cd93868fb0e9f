"""services/budgets"""
