"""Access tokens of the local issuer, right ones and wrong ones."""

import time
from pathlib import Path
from typing import Any

from joserfc import jwt

from deploy.stack.keys import read_signing_key
from shared.web.tokens import AUDIENCE, LOCAL_ISSUER


def sign_user(keys: Path, *, header: dict[str, Any] | None = None, key_name: str = "users", **claims: Any) -> str:
    """A valid token of the local issuer, but for what `header` and `claims` say otherwise."""
    key = read_signing_key(keys / f"{key_name}.jwk")
    now = int(time.time())
    said = {"iss": LOCAL_ISSUER, "aud": AUDIENCE, "sub": "tester", "iat": now, "exp": now + 600} | claims
    return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": key.kid} | (header or {}), said, key)
