"""The headers of commands: what they are called, and how the documents describe them."""

from typing import Any

IDEMPOTENCY_KEY = "Idempotency-Key"
LONGEST_KEY = 200
IF_MATCH = "If-Match"
ETAG = r'^(W/)?"?([0-9]{1,9})"?$'

# Read by `Call` where they are needed: as parameters FastAPI would look for them in every request, reads included.
OF_CREATIONS: list[dict[str, Any]] = [
    {
        "name": IDEMPOTENCY_KEY,
        "in": "header",
        "required": True,
        "description": "One per request; a retry with the same key gets the first answer",
        "schema": {"type": "string", "maxLength": LONGEST_KEY, "title": IDEMPOTENCY_KEY},
    }
]
OF_CHANGES = [
    *OF_CREATIONS,
    {
        "name": IF_MATCH,
        "in": "header",
        "required": True,
        "description": 'The ETag of the version you decided on, such as "3"',
        "schema": {"type": "string", "maxLength": 40, "pattern": ETAG, "title": IF_MATCH},
    },
]
