"""Who runs a procurement and who approves, and a clock that tests move."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.kit.apps import Client, RunningApp
from tests.services.contracts.procurements.walk import Clock, moment


@pytest.fixture
def clock(contracts: RunningApp) -> Iterator[Clock]:
    """The clock of requests; others of the session have theirs back afterwards."""
    service = contracts.app.state.service

    def move(text: str) -> None:
        contracts.app.state.service = replace(service, clock=lambda: moment(text))

    yield move
    contracts.app.state.service = service


@pytest.fixture
def lead(contracts: RunningApp) -> Client:
    return contracts.client("PROCUREMENT_LEAD", sub="lead")


@pytest.fixture
def approver(contracts: RunningApp) -> Client:
    return contracts.client("JCB_APPROVER", org="08F", sub="approver")
