"""Schemathesis with all its checks, over each service and the gateway, as each persona and as nobody: in brief."""

import asyncio

import pytest

from tests.attack.fuzzing import PEOPLE
from tests.attack.siege import Siege
from tests.attack.target import Besieged


@pytest.mark.timeout(600)
async def test_nothing_undeclared_and_no_error_of_ours_is_answered_to_anybody(target: Besieged) -> None:
    siege = Siege(target)
    await asyncio.to_thread(siege.brief)
    assert not siege.tally.findings, "\n".join(map(str, siege.tally.findings.values()))
    attacked = {(app, person) for app, person, _ in siege.tally.requests}
    assert attacked == {(app.name, person) for app in siege.apps for person in PEOPLE}
    answered = siege.tally.by(2)
    assert {"200", "201", "400", "401", "403", "404", "412", "422"} <= set(answered)
    assert siege.tally.total > 2_000
