"""What the gateway remembers of each thing in the alliance, and which figures that thing adds to."""
