"""Keys and passwords of this installation, made on the first run and never changed by us afterwards."""

import base64
import json
import os
import secrets
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from deploy.stack.problem import StackProblem

SIGNING = ("service", "users")
"""`service`: services sign their tokens to one another; `users`: the local issuer signs those of the personas."""
SECRETS = ("cursor",)
"""32 bytes each, base64: signs cursors."""
OF_THE_VAULT = ("sealing", "pseudonym")
"""The same: seals persons' keys; keyed hash of NHS numbers."""


def ensure_keys(directory: Path, vault: Path | None = None) -> None:
    """Make what is missing (mode 0600 in a directory 0700); what is there stays as it is.

    `vault` is where those of the vault belong, apart from the others; they are moved there from among them.
    """
    _private(directory)
    for name in SIGNING:
        private = directory / f"{name}.jwk"
        _make(private, _new_signing_key)
        _make(directory / f"{name}.jwks", partial(_public_set, private))
    for name in SECRETS:
        _make(directory / f"{name}.key", _new_secret)
    apart = _private(vault or directory)
    for name in OF_THE_VAULT:
        _move(directory / f"{name}.key", apart / f"{name}.key")
        _make(apart / f"{name}.key", _new_secret)


def _private(directory: Path) -> Path:
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    directory.chmod(0o700)
    return directory


def _move(old: Path, new: Path) -> None:
    """Copied whole before the first is gone: they are on different volumes."""
    if old.exists() and not new.exists():
        _write(new, old.read_text().strip())
        old.unlink()


def read_signing_key(path: Path) -> ECKey:
    """The private key in a JWK file; a `StackProblem` when it is missing or damaged."""
    try:
        return ECKey.import_key(json.loads(path.read_text()))
    except FileNotFoundError:
        raise StackProblem(f"There is no key at {path}.", advice="The first `make run` makes it.") from None
    except (ValueError, KeyError, TypeError, JoseError):
        raise StackProblem(
            f"{path} is not a key.",
            advice="Put it back from a copy, or remove it and the .jwks beside it for new ones.",
        ) from None


def ensure_passwords(directory: Path, names: Iterable[str]) -> dict[str, str]:
    """The PostgreSQL password of each role named, from `postgres.json`; new names are added to it."""
    path = directory / "postgres.json"
    try:
        known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    except ValueError:
        raise StackProblem(f"{path} is damaged.", advice="Put it back from a copy.") from None
    missing = [name for name in names if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(24) for name in missing}
        _write(path, json.dumps(known, indent=2))
    return known


def _new_signing_key() -> str:
    key = ECKey.generate_key("P-256", parameters={"use": "sig", "alg": "ES256"}, auto_kid=True)
    return json.dumps(key.as_dict(private=True))


def _new_secret() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _public_set(private: Path) -> str:
    return json.dumps(KeySet([read_signing_key(private)]).as_dict(private=False))


def _make(path: Path, content: Callable[[], str]) -> None:
    if not path.exists():
        _write(path, content())


def _write(path: Path, text: str) -> None:
    """All of it or nothing, readable by its owner alone from the first byte."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
