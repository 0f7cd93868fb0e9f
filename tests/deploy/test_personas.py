"""Tokens of the personas, valid on this machine alone."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from deploy.cli.personas import PERSONAS
from deploy.cli.tokens import persona_token, service_headers
from deploy.stack.keys import ensure_keys
from deploy.stack.problem import StackProblem
from deploy.stack.settings import StackSettings, stack_settings

ORGANISATIONS = Path(__file__).parents[2] / "deploy" / "demo" / "bhr" / "organisations.csv"
ASKED_FOR = {
    "commissioner",
    "approver",
    "finance",
    "gp",
    "provider",
    "analyst",
    "operator",
    "reviewer",
    "pathway-author",
    "council",
}


@pytest.fixture
def settings(tmp_path: Path) -> StackSettings:
    ensure_keys(tmp_path / "keys")
    return stack_settings({"ACS_LOCAL_DIR": str(tmp_path)})


def opened(settings: StackSettings, token: str, keys: str) -> jwt.Token:
    public = KeySet.import_key_set(json.loads((settings.keys_dir / keys).read_text()))
    return jwt.decode(token, public, algorithms=["ES256"])


def test_everybody_asked_for_is_there() -> None:
    assert set(PERSONAS) == ASKED_FOR


@pytest.mark.parametrize("name", sorted(ASKED_FOR))
def test_each_acts_for_an_organisation_of_the_demonstration(name: str) -> None:
    with ORGANISATIONS.open() as file:
        known = {row["code"] for row in csv.DictReader(file)}
    assert PERSONAS[name].org in known


def test_a_token_says_who_for_whom_and_until_when(settings: StackSettings) -> None:
    token = opened(settings, persona_token(settings, "gp"), "users.jwks")
    assert token.header["typ"] == "at+jwt"
    assert token.header["alg"] == "ES256"
    assert token.claims["iss"] == "acs-local"
    assert token.claims["aud"] == "acs-alliance"
    assert token.claims["org"] == PERSONAS["gp"].org
    assert token.claims["roles"] == ["REFERRING_CLINICIAN"]
    assert token.claims["exp"] - token.claims["iat"] == 8 * 3600
    assert {"sub", "client_id", "jti"} <= set(token.claims)


def test_a_persona_may_act_for_another_organisation(settings: StackSettings) -> None:
    assert opened(settings, persona_token(settings, "gp", "F82015"), "users.jwks").claims["org"] == "F82015"


def test_there_are_no_personas_in_production(settings: StackSettings) -> None:
    with pytest.raises(StackProblem, match="ACS_ENV=production"):
        persona_token(replace(settings, environment="production"), "gp")


def test_an_unknown_persona_is_answered_with_the_known_ones(settings: StackSettings) -> None:
    with pytest.raises(StackProblem) as caught:
        persona_token(settings, "wizard")
    assert "commissioner" in caught.value.advice


def test_a_service_headers_is_signed_by_the_services_key(settings: StackSettings) -> None:
    [token] = service_headers(settings, "contracts").values()
    assert opened(settings, token, "service.jwks").claims["aud"] == "contracts"
