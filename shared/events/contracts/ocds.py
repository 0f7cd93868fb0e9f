"""What can have happened to a contracting process as the public is told of it (OCDS 1.1.5)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode


class ReleasePublished(Event):
    """A release was published, the `number`th of its process, telling of one event of a procurement or contract.

    `release` is its JSON text: it never changes, whatever becomes of the rules that made it. `parties` are all
    organisations the process concerns so far.
    """

    sentence: ClassVar[str] = "OCDS release {release_id} was published: {tags}"

    process_id: UUID
    ocid: str
    number: int
    release_id: str
    dated: datetime
    tags: tuple[str, ...]
    tells_of: UUID
    parties: tuple[OrgCode, ...]
    release: str


ContractingProcessEvent = ReleasePublished
