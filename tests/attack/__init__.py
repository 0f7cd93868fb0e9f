"""Ways in, tried by everybody and nobody."""
