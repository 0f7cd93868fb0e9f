"""Where the alliance publishes what its services have: the gateway's paths are theirs below a prefix."""

PUBLIC = "/api/v1"


def path_at_the_service(path: str) -> str:
    """A path as the service that owns it has it, whether it was told so or as the gateway publishes it."""
    return path.removeprefix(PUBLIC)
