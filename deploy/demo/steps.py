"""A story is what happens to one thing: its creation and then deeds, each a call of the public API by somebody."""

from dataclasses import dataclass
from pathlib import Path

Json = dict[str, object]

BHR = Path(__file__).parent / "bhr"


@dataclass(frozen=True)
class Caller:
    """Whose token a call carries: a persona of the local issuer, speaking for an organisation."""

    persona: str
    org: str


@dataclass(frozen=True)
class Step:
    """One call. `path` stands below the thing's own address and is empty for its creation.

    `name` is unique within the story.
    """

    name: str
    caller: Caller
    body: Json
    path: str = ""
    method: str = "POST"


@dataclass(frozen=True)
class Story:
    """What happens to one thing, in order. Later stories name it as `{name}`, e.g. `{contract:BHR-0003}`.

    With `goes_on_with` the thing is that of an earlier story, and no step creates it.
    """

    file: str
    row: str
    collection: str
    steps: tuple[Step, ...]
    name: str = ""
    goes_on_with: str = ""
