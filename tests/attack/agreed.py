"""What schemathesis would call a failure and is meant: each with its reason. Nothing else is let through."""

import re
from typing import Any

from schemathesis import Case, Response
from schemathesis.core.failures import Failure

CHECKS: dict[str, Any] = {
    # A well-formed command may be refused by the rules (422, 409), at another version (412), or out of scope (404).
    "positive_data_acceptance": {
        "expected-statuses": ["2xx", "3xx", "401", "403", "404", "409", "412", "422", "429"],
    },
    # A change without If-Match is answered 428 (RFC 6585 §3); a version nobody can have reached, 412.
    "missing_required_header": {"expected-statuses": ["400", "401", "403", "404", "412", "422", "428"]},
    "negative_data_rejection": {
        "expected-statuses": ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "428", "429"],
    },
}

OPERATIONS: list[dict[str, Any]] = [
    {
        # OpenAPI 3.1 knows a stream as one text; schemathesis holds each event of it against that text's schema.
        "include-operation-id": ["follow_timeline"],
        "checks": {"response_schema_conformance": {"enabled": False}},
        # It has no end: what came until then is looked at.
        "request-timeout": 2,
    },
]

UNSAYABLE = (
    # JSON Schema has no bounds for days, and no characters that a text must not hold.
    "Input should be greater than or equal to 19",
    "Input should be less than or equal to 2",
    "must not hold",
    "cannot be stored",
    # To JSON Schema 12.0 is a whole number; here money and versions are written without a point.
    "Input should be a valid integer",
    # Of the right form, and no day: 31 February.
    "such as 2026-01-05T09:00:00Z",
    # Exactly one of two fields, and nothing about which.
    "name the person by nhs_number or by referral_id",
    # Cursors are signed, and positions are given out.
    "use `next` of the page before",
    "is the value a write was answered with",
)
_UNSAYABLE = re.compile("|".join(map(re.escape, UNSAYABLE)))


BESIDE_AN_ID = ("/modifications/check",)
"""Where a thing's id could stand: asked with GET it is taken for one, and is none (400)."""

ANY_TEXT = ("/place-imports", "/imports")
"""Files: whatever text they are, the report says row by row what came of it."""


def is_agreed(failure: Failure, case: Case[Any], response: Response) -> bool:
    """Whether a failure is none: a request refused for what its document has no way to say, or taken for what it is."""
    if "unsupported_method" in failure.checks and case.path.endswith(BESIDE_AN_ID) and response.status_code == 400:
        return True
    if "negative_data_rejection" in failure.checks and case.path.endswith(ANY_TEXT) and case.method == "POST":
        return response.status_code == 201
    if "positive_data_acceptance" not in failure.checks or response.status_code != 400:
        return False
    problem = response.json()
    errors = [one["message"] for one in problem.get("errors", ())] or [problem["detail"]]
    return all(_UNSAYABLE.search(message) for message in errors)
