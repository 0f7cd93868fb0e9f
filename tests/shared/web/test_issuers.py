"""Issuers are configured; their keys come from a file or from where they publish them."""

import asyncio
import json
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from shared.settings import AllianceSettings, Issuer
from shared.web.issuers import IssuerKeys
from shared.web.problems import Unauthenticated
from shared.web.tokens import TokenVerifier, user_issuers
from tests.kit.ports import own_port
from tests.kit.tokens import sign_user

ISSUER = "https://login.alliance.example"


def settings(keys: Path, **changes: object) -> AllianceSettings:
    return AllianceSettings.model_validate({"env": "production", "keys_dir": keys} | changes)


class TestUserIssuers:
    def test_the_local_issuer_is_believed_only_locally(self, keys: Path) -> None:
        token = sign_user(keys, org="07L", roles=["COMMISSIONER"])
        TokenVerifier(user_issuers(settings(keys, env="local"))).verify(token)
        with pytest.raises(Unauthenticated):
            TokenVerifier(user_issuers(settings(keys))).verify(token)

    def test_an_issuer_with_a_key_file_is_believed(self, keys: Path) -> None:
        issuer = Issuer(issuer=ISSUER, audience="acs", jwks_file=keys / "users.jwks")
        verifier = TokenVerifier(user_issuers(settings(keys, issuers=(issuer,))))
        claims = verifier.verify(sign_user(keys, iss=ISSUER, aud="acs", org="07L", roles=[]))
        assert claims["iss"] == ISSUER
        with pytest.raises(Unauthenticated):
            verifier.verify(sign_user(keys, iss=ISSUER, aud="other", org="07L", roles=[]))


async def test_keys_are_fetched_from_where_an_issuer_publishes_them(keys: Path) -> None:
    async def published(request: Request) -> JSONResponse:
        return JSONResponse(json.loads((keys / "users.jwks").read_text()))

    port = own_port()
    config = uvicorn.Config(Starlette(routes=[Route("/keys", published)]), port=port, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    verifier = TokenVerifier(())
    companion = IssuerKeys(verifier, [Issuer(issuer=ISSUER, jwks_url=f"http://127.0.0.1:{port}/keys")])
    while not server.started:
        await asyncio.sleep(0.01)
    await companion.start()
    try:
        async with asyncio.timeout(5):
            while not next(iter(companion.samples()))[2]:
                await asyncio.sleep(0.01)
        assert verifier.verify(sign_user(keys, iss=ISSUER, org="07L", roles=[]))["org"] == "07L"
    finally:
        await companion.stop()
        server.should_exit = True
        await serving
