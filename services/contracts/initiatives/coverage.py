"""How far an initiative reaches on a day: networks of all networks, practices of all practices (R66, R71)."""

from collections.abc import Iterable, Sequence
from datetime import date

from services.contracts.initiatives.state import NetworkReached, PracticeReached
from shared.kernel.money import share_bp
from shared.kernel.organisations import Organisation, OrgKind
from shared.kernel.parts import Part


class Coverage(Part):
    """So many `reached` of so many; in basis points, and null where there is nobody to reach."""

    reached: int
    of: int
    coverage_bp: int | None


class NetworkCoverage(Part):
    """One network: whether the initiative has reached it, and how many of its practices it has."""

    network: str
    locality: str | None
    reached: bool
    practices: Coverage


class InitiativeCoverage(Part):
    """The whole installation as it was on a day, network by network."""

    on: date
    networks: Coverage
    practices: Coverage
    by_network: tuple[NetworkCoverage, ...]


def coverage_on(
    day: date,
    networks: Sequence[NetworkReached],
    practices: Sequence[PracticeReached],
    organisations: Iterable[Organisation],
) -> InitiativeCoverage:
    """Of the networks and practices that are open on that day; a practice of no network counts in the whole only."""
    there = [one for one in organisations if is_open(one, day)]
    all_networks = [one for one in there if one.kind is OrgKind.GP_NETWORK]
    all_practices = [one for one in there if one.kind is OrgKind.GP_PRACTICE]
    reached = {one.network for one in networks if one.since <= day and (one.until is None or day <= one.until)}
    engaged = {one.practice for one in practices if one.engaged_on <= day}
    return InitiativeCoverage(
        on=day,
        networks=_coverage(all_networks, reached),
        practices=_coverage(all_practices, engaged),
        by_network=tuple(
            NetworkCoverage(
                network=network.code,
                locality=network.locality,
                reached=network.code in reached,
                practices=_coverage([one for one in all_practices if one.network == network.code], engaged),
            )
            for network in all_networks
        ),
    )


def is_open(organisation: Organisation, day: date) -> bool:
    """From its first day to its last; without a date of closing it is open."""
    opened = organisation.opened is None or organisation.opened <= day
    return opened and (organisation.closed is None or day <= organisation.closed)


def _coverage(organisations: Sequence[Organisation], reached: set[str]) -> Coverage:
    hits = sum(one.code in reached for one in organisations)
    return Coverage(reached=hits, of=len(organisations), coverage_bp=share_bp(hits, len(organisations)))
