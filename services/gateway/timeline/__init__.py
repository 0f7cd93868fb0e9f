"""Everything that happened in the alliance, newest first, in sentences."""
