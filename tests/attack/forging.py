"""Access tokens as an attacker would make them: each wrong in one way, or right for somewhere else."""

import base64
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from deploy.stack.keys import read_signing_key
from shared.web.tokens import AUDIENCE, LOCAL_ISSUER, SERVICE_ISSUER

USER, SERVICE = "at+jwt", "service+jwt"


def b64(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def user_claims(**changes: Any) -> dict[str, Any]:
    """Of a commissioner; a change to None leaves the claim out."""
    now = int(time.time())
    said = {
        "iss": LOCAL_ISSUER,
        "aud": AUDIENCE,
        "sub": "attacker",
        "org": "07L",
        "roles": ["COMMISSIONER", "CONTRACT_MANAGER"],
        "iat": now,
        "exp": now + 600,
    }
    return {name: value for name, value in (said | changes).items() if value is not None}


def service_claims(audience: str, **changes: Any) -> dict[str, Any]:
    """Of the gateway, for a service."""
    now = int(time.time())
    said = {"iss": SERVICE_ISSUER, "aud": audience, "sub": "gateway", "iat": now, "exp": now + 3_600}
    return {name: value for name, value in (said | changes).items() if value is not None}


def signed(key: Any, claims: dict[str, Any] | bytes, typ: str | None = USER, **header: Any) -> str:
    """With whatever key and header; the payload may be bytes that are no claims."""
    head = {
        name: value
        for name, value in ({"alg": "ES256", "typ": typ, "kid": key.kid} | header).items()
        if value is not None
    }
    payload = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
    start = f"{b64(json.dumps(head).encode())}.{b64(payload)}"
    return f"{start}.{b64(JWSRegistry.algorithms[head['alg']].sign(start.encode(), key))}"


def hashed(secret: bytes, claims: dict[str, Any], kid: str | None) -> str:
    """HS256, by hand: joserfc itself refuses to take a public key for a secret."""
    said = ({"alg": "HS256", "typ": USER, "kid": kid}, claims)
    start = ".".join(b64(json.dumps(part).encode()) for part in said)
    return f"{start}.{b64(hmac.digest(secret, start.encode(), 'sha256'))}"


class Forger:
    """Has the keys of an installation, for the tokens that are nearly right, and keys of its own."""

    def __init__(self, keys: Path) -> None:
        self.users = read_signing_key(keys / "users.jwk")
        self.services = read_signing_key(keys / "service.jwk")
        self.own = ECKey.generate_key("P-256", {"kid": "attacker"})
        self._keys = keys

    def user(self, **changes: Any) -> str:
        """Right, but for `changes`."""
        return signed(self.users, user_claims(**changes))

    def peer(self, audience: str, **changes: Any) -> str:
        """The same, of a service."""
        return signed(self.services, service_claims(audience, **changes), SERVICE)

    def users_tokens(self) -> Iterator[tuple[str, str]]:
        """By name, everything that must not pass for a user's token."""
        now = int(time.time())
        yield from self._of_claims(now)
        yield from self._of_keys()
        yield from self._of_headers()
        yield from self._of_form()
        yield "a service's token", self.peer("contracts")
        yield "a service's token for us", signed(self.services, service_claims(AUDIENCE), SERVICE)
        yield "claims of a user signed by a service", signed(self.services, user_claims())
        yield "typ of a service", signed(self.users, user_claims(), SERVICE)
        yield "typ JWT", signed(self.users, user_claims(), "JWT")
        yield "no typ", signed(self.users, user_claims(), typ=None)

    def _of_claims(self, now: int) -> Iterator[tuple[str, str]]:
        for name in ("iss", "aud", "sub", "org", "roles", "exp"):
            yield f"no {name}", self.user(**{name: None})
        wrong: dict[str, dict[str, Any]] = {
            "expired": {"exp": now - 3_600},
            "not yet": {"nbf": now + 3_600},
            "issued in the future": {"iat": now + 3_600},
            "exp as text": {"exp": str(now + 600)},
            "exp as infinity": {"exp": 1e400},
            "exp true": {"exp": True},
            "another audience": {"aud": "another-api"},
            "audiences without ours": {"aud": ["another-api", "contracts"]},
            "audience of a service": {"aud": "contracts"},
            "another issuer": {"iss": "https://elsewhere.example"},
            "issuer of the services": {"iss": SERVICE_ISSUER},
            "issuer as a list": {"iss": [LOCAL_ISSUER]},
            "sub as a number": {"sub": 7},
            "sub empty": {"sub": ""},
            "org empty": {"org": ""},
            "org as a list": {"org": ["07L", "RF4"]},
            "org with NUL": {"org": "07L\0"},
            "roles as text": {"roles": "COMMISSIONER"},
            "roles as an object": {"roles": {"COMMISSIONER": True}},
            "roles of numbers": {"roles": [1]},
        }
        for name, changes in wrong.items():
            yield name, self.user(**changes)

    def _of_keys(self) -> Iterator[tuple[str, str]]:
        claims = user_claims()
        public = self.users.as_pem(private=False)
        known = self.users.kid
        yield (
            "unsigned",
            f"{b64(json.dumps({'alg': 'none', 'typ': USER}).encode())}.{b64(json.dumps(claims).encode())}.",
        )
        for spelt in ("None", "NONE", "nOnE", ""):
            head = b64(json.dumps({"alg": spelt, "typ": USER, "kid": known}).encode())
            yield f"alg {spelt!r}", f"{head}.{b64(json.dumps(claims).encode())}."
        for secret in (public, public.strip(), json.dumps(self.users.as_dict(private=False)).encode()):
            yield "HS256 with the public key", hashed(secret, claims, known)
        yield "another key under a known kid", signed(self.own, claims, kid=known)
        yield "another key under its own kid", signed(self.own, claims)
        yield "another key without a kid", signed(self.own, claims, kid=None)
        yield "the services' key", signed(self.services, claims, kid=known)
        rsa = RSAKey.generate_key(2048, {"kid": "rsa"})
        for alg in ("RS256", "RS512"):
            yield f"{alg} of another key", signed(rsa, claims, alg=alg, kid=known)
        for kid in ("../../../../dev/null", "/dev/null", "' OR '1'='1", "0", "\0", "x" * 4_000, "%00", "attacker"):
            yield f"kid {kid[:12]!r}", signed(self.own, claims, kid=kid)

    def _of_headers(self) -> Iterator[tuple[str, str]]:
        claims = user_claims()
        jwk = self.own.as_dict(private=False)
        for name, injected in (
            ("jwk", {"jwk": jwk}),
            ("jku", {"jku": "http://127.0.0.1:1/keys"}),
            ("x5u", {"x5u": "http://127.0.0.1:1/cert"}),
            ("x5c", {"x5c": ["MIIB"]}),
        ):
            yield f"{name} of one's own", signed(self.own, claims, **injected)
            yield f"{name} of one's own under a known kid", signed(self.own, claims, kid=self.users.kid, **injected)
        yield "crit of something unknown", signed(self.users, claims, crit=["acs"], acs=True)
        payload = json.dumps(claims).encode()
        head = b64(
            json.dumps({"alg": "ES256", "typ": USER, "kid": self.users.kid, "b64": False, "crit": ["b64"]}).encode()
        )
        signature = signed(self.users, claims).rsplit(".", 1)[1]
        yield "b64 false", f"{head}.{payload.decode()}.{signature}"
        yield "b64 false, encoded all the same", f"{head}.{b64(payload)}.{signature}"

    def _of_form(self) -> Iterator[tuple[str, str]]:
        right = self.user()
        head, payload, signature = right.split(".")
        twice = json.dumps(user_claims())[:-1] + ', "org": "RF4"}'
        yield "a claim twice", signed(self.users, twice.encode())
        more = json.loads(base64.urlsafe_b64decode(payload + "=="))
        more["roles"] = ["OPERATOR"]
        yield "a changed payload", f"{head}.{b64(json.dumps(more).encode())}.{signature}"
        yield "no signature", f"{head}.{payload}."
        yield "no dots", f"{head}{payload}{signature}"
        yield "half a signature", right[: -len(signature) // 2]
        yield "a part too many", f"{right}.{signature}"
        yield "five parts", f"{right}.a.b"
        yield "padded", f"{head}==.{payload}==.{signature}=="
        yield "a blank inside", f"{head}. {payload}.{signature}"
        yield "oversized", self.user(padding="x" * 9_000)
        yield "claims that are a list", signed(self.users, b"[]")
        yield "claims that are nothing", signed(self.users, b"")
        yield "claims nested deeply", signed(self.users, b'{"iss":' + b"[" * 3_000 + b"]" * 3_000 + b"}")
        yield "claims not in UTF-8", signed(self.users, b'{"iss": "\xff"}')

    def peers_tokens(self, audience: str) -> Iterator[tuple[str, str]]:
        """By name, everything that must not pass for a peer's token at `audience`."""
        now = int(time.time())
        other = "budgets" if audience != "budgets" else "contracts"
        yield "of a user", self.user()
        yield "of a user for us", signed(self.users, user_claims(aud=audience))
        yield "of a user with our typ", signed(self.users, service_claims(audience), SERVICE)
        yield "for another service", self.peer(other)
        yield "for users' audience", self.peer(AUDIENCE)
        yield "expired", self.peer(audience, exp=now - 3_600)
        yield "without an end", self.peer(audience, exp=None)
        yield "without an audience", self.peer(audience, aud=None)
        yield "without a name", self.peer(audience, sub=None)
        yield "with typ of a user", signed(self.services, service_claims(audience))
        yield "of another issuer", self.peer(audience, iss=LOCAL_ISSUER)
        yield "of another key", signed(self.own, service_claims(audience), SERVICE, kid=self.services.kid)
        unsigned = b64(json.dumps({"alg": "none", "typ": SERVICE}).encode())
        yield "unsigned", f"{unsigned}.{b64(json.dumps(service_claims(audience)).encode())}."
        yield "empty", ""
        yield "with Bearer before it", f"Bearer {self.peer(audience)}"
