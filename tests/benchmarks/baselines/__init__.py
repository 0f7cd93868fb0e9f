"""What we compare ourselves with, each in the best configuration its own documentation describes."""
