"""What `evolve` makes of every stored sample, on record: a change nobody counted would leave wrong states in snapshots.

After a change that is meant: `python -m tests.shared.kernel.test_evolutions` writes the record anew.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from shared.eventstore.codec import Catalogue
from shared.kernel.decider import Decider
from shared.kernel.states import StateCodec
from tests.kit.samples import stored_sample
from tests.shared.kernel.test_states import DECIDERS

RECORD = Path(__file__).with_name("evolutions.json")


def states_of(decider: Decider[Any, Any, Any]) -> dict[str, str]:
    """A digest of the state after each sample, applied in the order of the decider's events; no story, but fixed."""
    codec, state = StateCodec(decider), decider.initial
    digests = {}
    for event_class in decider.events:
        name, version = event_class.__name__, event_class.schema_version
        state = decider.evolve(state, Catalogue(decider.events).decode(name, version, stored_sample(event_class)))
        digests[name] = sha256(codec.dump(state).encode()).hexdigest()[:12]
    return digests


def recorded() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("category", DECIDERS)
def test_the_same_events_lead_to_the_same_state_unless_it_is_counted(category: str) -> None:
    decider, record = DECIDERS[category], recorded().get(category, {})
    if record.get("fingerprint") == StateCodec(decider).fingerprint:
        known = {name: digest for name, digest in states_of(decider).items() if name in record["states"]}
        assert known == record["states"], f"evolve of {category} has changed: raise `evolution` in its decider"


@pytest.mark.parametrize("category", DECIDERS)
def test_the_record_is_of_today(category: str) -> None:
    decider = DECIDERS[category]
    now = {"fingerprint": StateCodec(decider).fingerprint, "states": states_of(decider)}
    assert recorded().get(category) == now, "write it anew: python -m tests.shared.kernel.test_evolutions"


def write_record() -> None:
    """Of all capabilities."""
    record = {
        category: {"fingerprint": StateCodec(decider).fingerprint, "states": states_of(decider)}
        for category, decider in DECIDERS.items()
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_record()
