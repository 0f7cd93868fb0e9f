"""Does a service still keep what was promised? Asked of a live system, from outside its code paths, reading only."""
