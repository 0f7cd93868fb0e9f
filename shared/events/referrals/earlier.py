"""How stored events of earlier schema versions are read."""

from typing import Any


def seen_unless_never_attended(discharged: dict[str, Any]) -> dict[str, Any]:
    """ReferralDischarged, version 1, did not say whether the patient was ever seen."""
    return discharged | {"attended": discharged["treated"] or discharged["reason"] != "did_not_attend"}
