"""Random lives of everything in the alliance: events as their services would publish them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from shared.events.budgets.known_contracts import ContractNoted
from shared.events.contracts import register as c
from shared.events.contracts import register_life as life
from shared.kernel.message import Event
from tests.services.gateway.chance import COMMISSIONERS, LOCALITIES, PROVIDERS, TODAY, Life, day, new_id
from tests.services.gateway.matter_lives import LIVES
from tests.services.gateway.pool_lives import pool_life
from tests.services.gateway.referral_lives import pathway_life, referral_life


def contract_life(rng: Random) -> Life:
    contract_id, ref = new_id(rng), f"C-{rng.randint(1, 10**9)}"
    start, end, value = day(rng, -900, -1), day(rng, -10, 600), rng.randint(0, 10**9)
    about: Mapping[str, Any] = {"contract_id": contract_id, "ref": ref}
    provider = rng.choice(PROVIDERS[:2])
    events: list[Event] = [_registered(rng, about, provider, start, end, value)]
    if rng.random() < 0.8:
        events.append(_activated(about, start, end, value))
        events += _in_force(rng, about, provider, start, end, value)
    return "contracts", f"contract-{contract_id}", events


def _registered(rng: Random, about: Mapping[str, Any], provider: str, start: date, end: date, value: int) -> Event:
    return c.ContractRegistered(
        **about,
        title=f"Service {about['ref']}",
        commissioners=tuple(rng.sample(COMMISSIONERS, 2)),
        providers=(c.ContractProvider(ods=provider),),
        cpv=(),
        regime="none",
        route="not recorded",
        start=start,
        end=end,
        extension_options=(),
        original_lifetime_value_pence=value,
        service_lines=(),
        localities=tuple(rng.sample(LOCALITIES, rng.randint(0, 2))),
        standard_form="NHS Standard Contract",
    )


def _activated(about: Mapping[str, Any], start: date, end: date, value: int) -> Event:
    return c.ContractActivated(
        **about,
        signed_on=start,
        value_pence=value,
        annual_value_pence=value,
        start=start,
        end=end,
        commissioners=("07L",),
    )


def _in_force(rng: Random, about: Mapping[str, Any], provider: str, start: date, end: date, value: int) -> list[Event]:
    events: list[Event] = []
    for number in range(rng.randint(0, 2)):
        added, added_from = rng.randint(0, 10**8), end + timedelta(days=1)
        end, value = end + timedelta(days=180), value + added
        extended = {"added_from": added_from, "added_value_pence": added, "new_end": end}
        extended |= {"new_value_pence": value, "new_annual_value_pence": value}
        events.append(
            c.ContractExtended.model_validate(dict(about) | {"option_no": number + 1, "months": 6} | extended)
        )
    findings: Sequence[c.Finding] = ("works_well", "mixed", "needs_improvement")
    events += [
        c.ContractFindingRecorded(**about, finding=finding, themes=(), evidence=(), assessed_on=start)
        for finding in rng.sample(findings, rng.randint(0, 2))
    ]
    if rng.random() < 0.3:
        events.append(
            c.ContractNovated(**about, from_ods=provider, to_ods="ILLV01", reason="merger", effective_on=start)
        )
    if rng.random() < 0.3:
        value, end = value + 1_000, end + timedelta(days=rng.choice((0, 30)))
        events.append(_modified(about, start, end, value))
    if rng.random() < 0.4:
        events.append(life.ContractExpiryPlanned(**about, end=end, plan="reprocure", reason="the market has changed"))
    if rng.random() < 0.2:
        end += timedelta(days=20)
        events.append(_modified(about, start, end, value))
    ends: list[Event] = [
        life.ContractRolledIntoAcs(**about, acs_contract_id=new_id(rng), acs_ref="ACS-1", effective_on=start),
        c.ContractTerminated(**about, ground="by agreement", effective_on=start),
        c.ContractExpired(**about, end=end),
    ]
    return events + rng.sample(ends, rng.randint(0, 1))


def _modified(about: Mapping[str, Any], start: date, end: date, value: int) -> Event:
    return life.ContractModified(
        **about,
        modification_id=UUID(int=1),
        modification_ref="M-1",
        regime="psr2023",
        ground="psr13_1_d",
        clause_ref=None,
        delta_value_pence=1_000,
        delta_term_days=30,
        effective_on=start,
        new_value_pence=value,
        new_annual_value_pence=value,
        new_term_months=12,
        new_end=end,
    )


def noted_life(rng: Random) -> Life:
    contract_id = new_id(rng)
    noted = ContractNoted(
        contract_id=contract_id,
        ref="C-1",
        contract_version=2,
        start=TODAY,
        end=TODAY,
        terms=(),
        ended=False,
        commissioners=("07L", "08F"),
    )
    return "budgets", f"known-contract-{contract_id}", [noted]


def some_lives(rng: Random, size: int) -> list[Life]:
    """A little alliance: about `size` lives, referrals most of all."""
    pathways = [new_id(rng) for _ in range(1 + size // 40)]
    lives = [pathway_life(rng, pathway_id) for pathway_id in pathways]
    kinds = (
        lambda: contract_life(rng),
        lambda: pool_life(rng),
        lambda: noted_life(rng),
        lambda: rng.choice(LIVES)(rng),
        lambda: referral_life(rng, rng.choice(pathways)),
        lambda: referral_life(rng, rng.choice(pathways)),
    )
    return lives + [rng.choice(kinds)() for _ in range(size)]
