"""What the alliance decides, procures, assures and runs, of alliance.json: by whom each step says."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from deploy.demo.dates import resolve
from deploy.demo.steps import BHR, Caller, Step, Story


def alliance_stories(anchor: date, folder: Path = BHR) -> Iterator[Story]:
    """In the order of the file: a story may name the things of those before it."""
    contents: Any = resolve(json.loads((folder / "alliance.json").read_text("utf-8")), anchor)
    for story in contents["stories"]:
        yield Story(
            file="alliance.json",
            row=story["key"],
            collection=story["collection"],
            steps=tuple(_step(step, Caller(story["as"], story["of"])) for step in story["steps"]),
            name=f"alliance:{story['key']}",
            goes_on_with=story.get("goes_on_with", ""),
        )


def _step(step: dict[str, Any], usually: Caller) -> Step:
    caller = Caller(step["as"], step["of"]) if "as" in step else usually
    return Step(step["do"], caller, step.get("say", {}), step.get("at", ""))
