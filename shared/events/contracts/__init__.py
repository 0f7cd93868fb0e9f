"""What services/contracts says."""
