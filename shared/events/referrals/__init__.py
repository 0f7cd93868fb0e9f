"""What services/referrals says."""
