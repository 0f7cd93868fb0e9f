"""Packages of releases and records: what goes over the wire, made of the texts as they were published."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ocdsmerge import Merger  # type: ignore[import-untyped]  # it publishes no types

SCHEMA = Path(__file__).parent / "schema"
VERSION = "1.1"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@dataclass(frozen=True)
class Publisher:
    """Who publishes, and the address below which its packages are found."""

    name: str
    base_url: str

    def head(self, path: str, published: datetime) -> dict[str, Any]:
        """What every package begins with; `published` is when its newest content was."""
        return {
            "uri": f"{self.base_url}{path}",
            "version": VERSION,
            "publishedDate": published.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "publisher": {"name": self.name},
            "license": LICENCE,
        }


@cache
def _merger() -> Merger:
    """Merges by the rules of the release schema kept here; without one it would be fetched from the network."""
    return Merger(json.loads((SCHEMA / "release-schema.json").read_text(encoding="utf-8")))


def compiled(releases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How things stand after all of them."""
    release: dict[str, Any] = _merger().create_compiled_release(list(releases))
    return release


def release_package(head: dict[str, Any], releases: Sequence[str], following: str | None = None) -> str:
    """A release package of release texts; `following` is the address of the next one."""
    links = f',"links":{{"next":{json.dumps(following)}}}' if following else ""
    return f'{_text(head)[:-1]},"releases":[{",".join(releases)}]{links}}}'


def record_package(head: dict[str, Any], ocid: str, releases: Sequence[str]) -> str:
    """A record package of one process: its releases as they were published, and what they come to."""
    standing = compiled([json.loads(release) for release in releases])
    record = f'{{"ocid":{json.dumps(ocid)},"releases":[{",".join(releases)}],"compiledRelease":{_text(standing)}}}'
    return f'{_text(head)[:-1]},"records":[{record}]}}'


def _text(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
