"""How it is run: the embedded stack, the images, the demonstration."""
