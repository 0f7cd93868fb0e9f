"""How the services speak HTTP: one factory, one style, one file that knows status codes."""
