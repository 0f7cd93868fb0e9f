"""What the public is told of the awards of a procurement: pending with the intention, active once confirmed."""

from dataclasses import dataclass, replace

from services.contracts.ocds.parties import references
from services.contracts.ocds.shapes import Shape, amount, first_moment
from shared.events.contracts.procurement_awards import AwardIntentionPublished, ProcurementAwarded
from shared.kernel.organisations import Organisations


@dataclass(frozen=True)
class Said:
    """What one event comes to: the tags of its release, its content, and the suppliers it names."""

    tags: tuple[str, ...]
    content: Shape
    suppliers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Awards:
    """Awards are numbered, and a new intention is a new one: merging never takes a supplier away from an award."""

    number: int = 0
    pending: str | None = None
    active: str | None = None

    def next_id(self, ref: str) -> str:
        """The pending one if there is one."""
        return self.pending or f"{ref}-A{self.number + 1}"

    def intended(self, ref: str) -> "Awards":
        """After an intention."""
        return replace(self, number=self.number + 1, pending=f"{ref}-A{self.number + 1}")

    def made(self, ref: str) -> "Awards":
        """After the award."""
        number = self.number if self.pending else self.number + 1
        return replace(self, number=number, pending=None, active=self.next_id(ref))

    def withdrawn(self) -> "Awards":
        """After what was intended or awarded is void."""
        return replace(self, pending=None, active=None)


def intended(event: AwardIntentionPublished, ref: str, awards: Awards, organisations: Organisations) -> Said:
    """To whom the contract is to go."""
    award = {
        "id": awards.intended(ref).pending,
        "status": "pending",
        "date": first_moment(event.published_on),
        "suppliers": references(organisations, event.providers),
    }
    return Said(("award",), {"awards": [award]}, event.providers)


def confirmed(event: ProcurementAwarded, ref: str, awards: Awards, organisations: Organisations) -> Said:
    """The award, with its value over the lifetime of the contract."""
    award = {
        "id": awards.next_id(ref),
        "status": "active",
        "date": first_moment(event.awarded_on),
        "value": amount(event.value_pence),
        "suppliers": references(organisations, event.providers),
    }
    tag = "awardUpdate" if awards.pending else "award"
    return Said((tag,), {"tender": {"id": ref, "status": "complete"}, "awards": [award]}, event.providers)


def noticed(awards: Awards, tender: Shape, document: Shape, kind: str) -> Said | None:
    """A notice that follows the award, or that the procurement was abandoned."""
    if kind == "award" and awards.active is not None:
        return Said(("awardUpdate",), {"awards": [{"id": awards.active, "documents": [document]}]})
    return Said(("tenderUpdate",), {"tender": tender | {"documents": [document]}})


def withdrawn(awards: Awards) -> Said:
    """What becomes of an award that was intended or made."""
    void = awards.pending or awards.active
    if void is None:
        return Said((), {})
    return Said(("awardCancellation",), {"awards": [{"id": void, "status": "cancelled"}]})
