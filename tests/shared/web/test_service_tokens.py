"""A service's tokens are believed by its peers, also after its clock was wrong for a while."""

from pathlib import Path

import pytest

from shared.settings import AllianceSettings
from shared.web.problems import Unauthenticated
from shared.web.tokens import SERVICE_TOKEN_SECONDS, ServiceSigner, TokenVerifier, service_issuer

NOON = 1_800_000_000.0
TWO_HOURS = 7_200


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def signer(keys: Path, clock: Clock) -> ServiceSigner:
    return ServiceSigner("gateway", keys / "service.jwk", clock)


@pytest.fixture
def verifier(keys: Path) -> TokenVerifier:
    settings = AllianceSettings(env="local", keys_dir=keys)
    return TokenVerifier((service_issuer(settings, "budgets"),), clock=lambda: NOON)


def test_a_token_is_used_for_half_its_life(signer: ServiceSigner, clock: Clock) -> None:
    first = signer.token_for("budgets")
    clock.now += SERVICE_TOKEN_SECONDS / 2 - 1
    assert signer.token_for("budgets") == first
    clock.now += 1
    assert signer.token_for("budgets") != first


@pytest.mark.parametrize("off", [TWO_HOURS, -TWO_HOURS])
def test_a_token_signed_by_a_wrong_clock_is_not_kept_when_the_clock_is_right_again(
    signer: ServiceSigner, verifier: TokenVerifier, clock: Clock, off: int
) -> None:
    clock.now = NOON + off
    with pytest.raises(Unauthenticated):
        verifier.verify(signer.token_for("budgets"))
    clock.now = NOON
    assert verifier.verify(signer.token_for("budgets"))["sub"] == "gateway"
