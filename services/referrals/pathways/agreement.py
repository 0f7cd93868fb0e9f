"""What makes a pathway one of the whole alliance: who at least must sign it, and since when it may say it applies."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from services.referrals.pathways.commands import DraftPathway
from services.referrals.pathways.refusals import BackdatedTooFar, NotPanAlliance, SignatoryNamedTwice
from shared.kernel.organisations import OrgKind


@dataclass(frozen=True)
class AgreementStandard:
    """In force from `from_date`: the fewest signatories, and of which kinds the owner and one other must be.

    A first version applies from at most `backdated_years` years before its publication.
    """

    from_date: date
    signatories: int
    owner_kinds: frozenset[OrgKind]
    provider_kinds: frozenset[OrgKind]
    backdated_years: int
    source: str


AGREEMENT_STANDARDS = (
    AgreementStandard(
        from_date=date(2017, 7, 1),
        signatories=2,
        owner_kinds=frozenset({OrgKind.GP_NETWORK, OrgKind.GP_FEDERATION}),
        provider_kinds=frozenset({OrgKind.NHS_TRUST, OrgKind.VOLUNTARY}),
        backdated_years=2,
        source="R72: locally developed and agreed pan-ACS pathways (BHR, July 2017)",
    ),
)


def standard_on(day: date) -> AgreementStandard:
    """The standard in force on `day`; before the first one, the first."""
    in_force = [standard for standard in AGREEMENT_STANDARDS if standard.from_date <= day]
    return in_force[-1] if in_force else AGREEMENT_STANDARDS[0]


def pan_alliance(command: DraftPathway) -> None:
    """Refuse signatories who are not the alliance: the owner, one of its networks, agrees with a provider at least."""
    standard, parties = standard_on(command.today), command.required_signatories
    if len(set(parties)) < len(parties):
        raise SignatoryNamedTwice("The same party is named more than once.")
    if len(parties) < standard.signatories:
        raise NotPanAlliance(f"At least {standard.signatories} parties sign.", signatories=standard.signatories)
    if command.owner_network not in parties:
        raise NotPanAlliance("The owner is not among the signatories.")
    kinds = dict(zip(parties, command.signatory_kinds, strict=True))
    if kinds[command.owner_network] not in standard.owner_kinds:
        raise NotPanAlliance("The owner is no GP network or federation.", field="owner_network")
    if standard.provider_kinds.isdisjoint(kinds.values()):
        raise NotPanAlliance("No provider other than a GP organisation is among the signatories.")


def backdated_within_bounds(from_date: date, today: date) -> None:
    """Refuse a first version that says it applied longer ago than anybody could check."""
    earliest = today - relativedelta(years=standard_on(today).backdated_years)
    if from_date < earliest:
        raise BackdatedTooFar(f"{from_date} is before {earliest}.", earliest=earliest.isoformat())
