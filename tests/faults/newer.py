"""The next release of a service: python -m tests.faults.newer <service> <action>.

A finding has a new schema version, a signature tells a new field, and an extension has a new name, that is: a new type.
"""

import importlib
import sys
from typing import Any

from pydantic.fields import FieldInfo

from shared.events.contracts import register as events

NEW_TYPE = "ContractProlonged"
NEW_FIELD = "mood"


def _same(fields: dict[str, Any]) -> dict[str, Any]:
    return fields


def become_newer() -> None:
    """Before anything else is imported: the classes of events are what a release knows."""
    events.ContractFindingRecorded.schema_version = 2
    events.ContractFindingRecorded.upcasters = {1: _same}
    events.ContractActivated.__pydantic_fields__[NEW_FIELD] = FieldInfo(annotation=str, default="calm")
    events.ContractActivated.model_rebuild(force=True)
    events.ContractExtended.__name__ = NEW_TYPE


if __name__ == "__main__":
    become_newer()
    service = sys.argv.pop(1)
    importlib.import_module(f"services.{service}.__main__")
