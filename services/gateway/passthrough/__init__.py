"""Commands and single resources pass through to the service that owns them, as they are."""
