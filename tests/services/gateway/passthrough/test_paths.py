"""Only paths that mean the same to everybody on the way are passed on."""

import pytest

from services.gateway.passthrough.paths import Passage, find_passage


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (b"/api/v1/contracts", "contracts"),
        (b"/api/v1/contracts/0197/extensions", "contracts"),
        (b"/api/v1/pools/x", "budgets"),
        (b"/api/v1/pathways/x", "referrals"),
        (b"/api/v1/referrals/x", "referrals"),
        (b"/api/v1/pools/x/lines/a%20b", "budgets"),
        (b"/api/v1/pools/x/lines/caf%C3%A9", "budgets"),
        (b"/api/v1/pools/...", "budgets"),
    ],
)
def test_a_plain_path_reaches_its_service_byte_for_byte(path: bytes, service: str) -> None:
    passage = find_passage(path)
    assert passage is not None
    assert (passage.service, passage.path) == (service, path.removeprefix(b"/api/v1"))


@pytest.mark.parametrize(
    "path",
    [
        b"/contracts",
        b"/api/v1",
        b"/api/v1/",
        b"/api/v1/feed",
        b"/api/v1/metrics",
        b"/api/v1/contractsfeed",
        b"/api/v1/Contracts",
        b"/api/v1//contracts",
        b"/api/v1/contracts/",
        b"/api/v1/contracts//feed",
        b"/api/v1/contracts/../feed",
        b"/api/v1/contracts/.",
        b"/api/v1/contracts/%2e%2e/feed",
        b"/api/v1/contracts/.%2E/feed",
        b"/api/v1/contracts%2f..%2ffeed",
        b"/api/v1/contracts/..%2ffeed",
        b"/api/v1/contracts/..%5cfeed",
        b"/api/v1/contracts/..\\feed",
        b"/api/v1/contracts/%252e%252e%252ffeed",
        b"/api/v1/contracts/a%00b",
        b"/api/v1/contracts/a%0d%0ab",
        b"/api/v1/contracts/%",
        b"/api/v1/contracts/%zz",
        b"/api/v1/contracts/%ff",
        b"/api/v1/contracts/a b",
        b"/api/v1/contracts/a?b",
        b"/api/v1/contracts/\xc3\xa9",
    ],
)
def test_any_other_path_leads_nowhere(path: bytes) -> None:
    assert find_passage(path) is None


def test_metrics_see_the_prefix_and_never_an_id() -> None:
    assert find_passage(b"/api/v1/pools/7") == Passage("budgets", b"/pools/7", "/api/v1/pools/*")
