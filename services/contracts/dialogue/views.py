"""The dialogue log as people read it, each reader what was said with them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.dialogue.state import Correction, DialogueEntry, evolve
from shared.events.contracts.dialogue import DialogueChannel, DialogueConflict, DialoguePhase, DialogueSubject
from shared.folded import folded_view
from shared.views import ResourceRow


class DialogueEntryRow(ResourceRow):
    """An entry of the log, or with `copy_of` a bidder's copy of one, which does not say with whom the dialogue was."""

    entry_id: UUID = Field(primary_key=True)
    subject: DialogueSubject = Field(sa_type=Text)
    subject_id: UUID | None
    subject_ref: str
    procurement_id: UUID | None
    phase: DialoguePhase = Field(sa_type=Text)
    channel: DialogueChannel = Field(sa_type=Text)
    held_on: date
    topic: str
    summary: str
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    providers: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    recorded_on: date
    shared_with_all: bool
    conflicts: list[DialogueConflict] = Field(sa_type=JSONB)
    copy_of: UUID | None
    corrections: list[Correction] = Field(sa_type=JSONB)

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners."""
        return self.commissioners


class DialogueEntryTable(DialogueEntryRow, table=True):
    """The table behind the log."""

    __tablename__ = "dialogue_entries"
    __table_args__ = (
        Index("ix_dialogue_entries_subject", "subject_id"),
        Index("ix_dialogue_entries_procurement", "procurement_id"),
        Index("ix_dialogue_entries_copy_of", "copy_of"),
    )


dialogue_entry_view = folded_view(DialogueEntryTable, DialogueEntryRow, DialogueEntry, evolve)
