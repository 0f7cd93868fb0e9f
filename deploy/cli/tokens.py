"""Signs access tokens with the keys of this machine: personas for people, service tokens for services."""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from joserfc import jwt

from deploy.cli.known import known_organisations
from deploy.cli.personas import PERSONAS
from deploy.stack.keys import read_signing_key
from deploy.stack.problem import StackProblem
from deploy.stack.settings import StackSettings
from shared.eventstore.published import SERVICE_TOKEN_HEADER
from shared.web.tokens import AUDIENCE, LOCAL_ISSUER, ServiceSigner

PERSONA_LIFETIME = timedelta(hours=8)


def persona_token(settings: StackSettings, name: str, org: str = "") -> str:
    """An access token (RFC 9068, at+jwt) of a persona, for their own organisation or for `org`.

    A `StackProblem` unless ACS_ENV=local, for an unknown persona, and before the first run has made the keys.
    """
    if settings.environment != "local":
        raise StackProblem(
            f"Personas are for ACS_ENV=local, this is ACS_ENV={settings.environment}.",
            advice="Get a token from the identity provider of this installation.",
        )
    if name not in PERSONAS:
        raise StackProblem(f"There is no persona {name!r}.", advice=f"Choose one of: {', '.join(PERSONAS)}")
    persona = PERSONAS[name]
    _check(org, settings)
    return _sign(
        settings.keys_dir / "users.jwk",
        PERSONA_LIFETIME,
        iss=LOCAL_ISSUER,
        sub=persona.sub,
        client_id="acs-cli",
        name=persona.person,
        org=org or persona.org,
        roles=list(persona.roles),
    )


def _check(org: str, settings: StackSettings) -> None:
    known = known_organisations(settings) if org else {}
    if known and org not in known:
        raise StackProblem(
            f"No organisation has the code {org!r}.",
            advice="Give an ODS code, or a borough's GSS code, as in: 07L, E09000016",
        )


def _sign(key_file: Path, lifetime: timedelta, **claims: object) -> str:
    key = read_signing_key(key_file)
    now = datetime.now(UTC)
    header = {"alg": "ES256", "typ": "at+jwt", "kid": key.kid}
    times = {"iat": int(now.timestamp()), "exp": int((now + lifetime).timestamp())}
    return jwt.encode(header, {"aud": AUDIENCE, "jti": secrets.token_urlsafe(16), **times, **claims}, key)


def service_headers(settings: StackSettings, audience: str) -> dict[str, str]:
    """What one service shows another to be let in, here in the gateway's name."""
    key_file = settings.keys_dir / "service.jwk"
    read_signing_key(key_file)  # for its words when the key is missing
    return {SERVICE_TOKEN_HEADER: ServiceSigner("gateway", key_file).token_for(audience)}
