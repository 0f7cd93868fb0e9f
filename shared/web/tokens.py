"""Bearer tokens: users' access tokens of configured issuers, and the services' own short-lived ones."""

import base64
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from shared.kernel.organisations import ORG_CODE
from shared.settings import AllianceSettings
from shared.web.access import Principal
from shared.web.problems import Unauthenticated

ALGORITHMS = ["ES256", "RS256", "PS256"]
"""Signatures by key pairs only: `none` and HMAC are never believed."""

LONGEST_TOKEN = 8_192
LONGEST_SUBJECT = 255
"""OpenID Connect Core 1.0 §2."""
LEEWAY_SECONDS = 30
SERVICE_TOKEN_SECONDS = 300
REMEMBERED = 10_000
LOCAL_ISSUER = "acs-local"
AUDIENCE = "acs-alliance"
SERVICE_ISSUER = "acs-services"


@dataclass(frozen=True)
class TrustedIssuer:
    """An issuer, the audience its tokens must name, the `typ` they carry, and its public keys."""

    issuer: str
    audience: str
    typ: str
    keys: KeySet


class TokenVerifier:
    """Verifies tokens; what was once verified is remembered until it expires."""

    def __init__(self, issuers: tuple[TrustedIssuer, ...], clock: Callable[[], float] = time.time) -> None:
        self._issuers = {one.issuer: one for one in issuers}
        self._clock = clock
        self._verified: dict[str, tuple[float, dict[str, Any]]] = {}

    def trust(self, issuer: TrustedIssuer) -> None:
        """Believe an issuer from now on, or its new keys; what the old ones signed is verified anew."""
        self._issuers[issuer.issuer] = issuer
        self._verified.clear()

    def verify(self, token: str) -> dict[str, Any]:
        """The claims of a valid token; Unauthenticated otherwise, without saying which check failed."""
        remembered = self._verified.get(token)
        if remembered is None:
            claims = self._checked(token)
            if len(self._verified) >= REMEMBERED:
                self._verified.clear()
            remembered = self._verified[token] = (float(claims["exp"]) + LEEWAY_SECONDS, claims)
        if remembered[0] < self._clock():
            del self._verified[token]
            raise Unauthenticated("The access token is missing, invalid or expired.", field="Authorization")
        return remembered[1]

    def _checked(self, token: str) -> dict[str, Any]:
        try:
            if len(token) > LONGEST_TOKEN:
                raise ValueError("too long")
            issuer = self._issuers[_unverified_issuer(token)]
            decoded = jwt.decode(token, issuer.keys, algorithms=ALGORITHMS)
            if decoded.header.get("typ") != issuer.typ:
                raise ValueError("wrong typ")
            jwt.JWTClaimsRegistry(
                now=int(self._clock()),
                leeway=LEEWAY_SECONDS,
                iss={"essential": True, "value": issuer.issuer},
                aud={"essential": True, "value": issuer.audience},
                exp={"essential": True},
                sub={"essential": True},
            ).validate(decoded.claims)
            return dict(decoded.claims)
        except (JoseError, ValueError, LookupError, TypeError, RecursionError):
            raise Unauthenticated("The access token is missing, invalid or expired.", field="Authorization") from None


def _unverified_issuer(token: str) -> str:
    payload = token.split(".")[1]
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    return str(json.loads(raw, object_pairs_hook=_said_once)["iss"])


def _said_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """RFC 7519 §4: claim names are unique; who reads the first and who reads the last would not agree."""
    claims = dict(pairs)
    if len(claims) != len(pairs):
        raise ValueError("a claim is said twice")
    return claims


def principal_of(claims: dict[str, Any]) -> Principal:
    """The principal a user's token speaks for; Unauthenticated when it names no organisation or odd roles."""
    sub, org, roles = claims["sub"], claims.get("org"), claims.get("roles")
    if not isinstance(org, str) or not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise Unauthenticated("The access token names no organisation and roles.", field="Authorization")
    # Both are stored with every event and shown to others.
    if not re.fullmatch(ORG_CODE, org) or not (0 < len(sub) <= LONGEST_SUBJECT and sub.isprintable()):
        raise Unauthenticated("The access token names no organisation and subject.", field="Authorization")
    return Principal(sub, org, frozenset(roles))


def user_issuers(settings: AllianceSettings) -> tuple[TrustedIssuer, ...]:
    """Whose user tokens are believed: the configured issuers, and the local one only when ACS_ENV=local."""
    trusted = [
        TrustedIssuer(issuer.issuer, issuer.audience, "at+jwt", read_keys(issuer.jwks_file))
        for issuer in settings.issuers
        if issuer.jwks_file
    ]
    if settings.env == "local":
        trusted.append(TrustedIssuer(LOCAL_ISSUER, AUDIENCE, "at+jwt", read_keys(settings.keys_dir / "users.jwks")))
    return tuple(trusted)


def service_issuer(settings: AllianceSettings, name: str) -> TrustedIssuer:
    """Whose service tokens the service `name` believes."""
    return TrustedIssuer(SERVICE_ISSUER, name, "service+jwt", read_keys(settings.keys_dir / "service.jwks"))


def read_keys(file: Path) -> KeySet:
    """A JSON Web Key Set."""
    return KeySet.import_key_set(json.loads(file.read_text(encoding="utf-8")))


class ServiceSigner:
    """Signs this service's tokens for its peers; each is used for most of its life."""

    def __init__(self, name: str, key_file: Path, clock: Callable[[], float] = time.time) -> None:
        self._name = name
        self._key = ECKey.import_key(json.loads(key_file.read_text(encoding="utf-8")))
        self._clock = clock
        self._signed: dict[str, tuple[float, str]] = {}

    def token_for(self, audience: str) -> str:
        """A token that the service `audience` believes."""
        kept = self._signed.get(audience)
        now = self._clock()
        # Signed in what is now the future, when the clock was wrong: nobody believes that one.
        if kept and kept[0] <= now < kept[0] + SERVICE_TOKEN_SECONDS / 2:
            return kept[1]
        header = {"alg": "ES256", "typ": "service+jwt", "kid": self._key.kid}
        claims = {
            "iss": SERVICE_ISSUER,
            "aud": audience,
            "sub": self._name,
            "iat": int(now),
            "exp": int(now) + SERVICE_TOKEN_SECONDS,
        }
        token = jwt.encode(header, claims, self._key)
        self._signed[audience] = (now, token)
        return token
