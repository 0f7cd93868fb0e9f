"""The pathways of pathways.json as stories: drafted, written section by section, signed by every party, published."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from deploy.demo.dates import resolve
from deploy.demo.steps import BHR, Caller, Step, Story

AUTHOR = "pathway-author"


def pathway_stories(anchor: date, folder: Path = BHR) -> Iterator[Story]:
    """One story per pathway."""
    contents: Any = resolve(json.loads((folder / "pathways.json").read_text("utf-8")), anchor)
    for pathway in contents["pathways"]:
        yield Story(
            file="pathways.json",
            row=pathway["code"],
            collection="/pathways",
            steps=tuple(_steps(pathway)),
            name=f"pathway:{pathway['code']}",
        )


def _steps(pathway: dict[str, Any]) -> Iterator[Step]:
    author = Caller(AUTHOR, pathway["draft"]["owner_network"])
    yield Step("draft", author, pathway["draft"])
    for content in pathway["sections"]:
        section = content["section"]
        yield Step(f"edit-{section}", author, {"content": content}, f"/sections/{section}", "PUT")
    yield Step("submit", author, {}, "/reviews")
    for party in pathway["draft"]["required_signatories"]:
        yield Step(f"sign-{party}", Caller(AUTHOR, party), {"party": party}, "/signatures")
    yield Step("publish", author, {"from_date": pathway["publish_from"]}, "/publication")
