"""What a contracting process can be asked."""

from datetime import datetime
from uuid import UUID

from shared.kernel.message import Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part


class Telling(Part):
    """What one event adds to what the public knows: `content` is a release as JSON text, without ocid, id and date."""

    tells_of: UUID
    happened_at: datetime
    tags: tuple[str, ...]
    parties: tuple[OrgCode, ...]
    content: str


class PublishReleases(Command):
    """Tell the public what it has not been told yet; `prefix` is the publisher's, registered for its ocids."""

    process_id: UUID
    prefix: str
    tellings: tuple[Telling, ...]
