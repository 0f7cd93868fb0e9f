"""What budgets has noted of other people's contracts, so that it need never ask for them."""
