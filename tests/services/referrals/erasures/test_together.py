"""An approval and a referral of the same person that are written in one transaction know of each other."""

import asyncio
from functools import partial
from typing import Any

import pytest

from shared.eventstore.statements import APPEND_LOCK
from shared.eventstore.writer import LANES
from tests.kit.apps import Answer, RunningApp
from tests.kit.kernel import as_owner
from tests.kit.rig import eventually
from tests.services.referrals.erasures.world import approval, asked_for, identity, past_patient, pathway_of
from tests.services.referrals.http import a_referral, gp, patient

_WAIT = """
SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted
"""


async def every_lane_waits(owner: Any) -> bool:
    return int(await owner.fetchval(_WAIT)) == LANES


async def queued(referrals: RunningApp, items: int) -> bool:
    return referrals.service.writer._queue.qsize() == items


async def written_together(referrals: RunningApp, pathway: str, *deeds: Any) -> list[Answer]:
    """Both lanes of the writer are held up, so that whoever comes then shares the transaction of the first of them."""
    owner = await as_owner(referrals.database)
    tasks: list[asyncio.Task[Answer]] = []
    async with owner.transaction():
        await owner.execute(f"SELECT pg_advisory_xact_lock({APPEND_LOCK})")
        others = [gp(referrals).post("/referrals", a_referral(pathway, nhs_number=patient())) for _ in range(LANES)]
        held_up = [asyncio.create_task(other) for other in others]
        await eventually(partial(every_lane_waits, owner))
        for count, deed in enumerate(deeds, start=1):
            tasks.append(asyncio.create_task(deed()))
            await eventually(partial(queued, referrals, count))
    await owner.close()
    assert {one.status for one in await asyncio.gather(*held_up)} == {201}
    return list(await asyncio.gather(*tasks))


@pytest.mark.promise(number=7)
async def test_the_later_of_both_is_decided_as_if_the_earlier_were_written(referrals: RunningApp) -> None:
    pathway = await pathway_of(referrals)
    for approval_first in (True, False):
        number = patient()
        erasure = await asked_for(referrals, await past_patient(referrals, pathway, nhs_number=number))
        approve = partial(approval, referrals, erasure)
        refer = partial(gp(referrals).post, "/referrals", a_referral(pathway, nhs_number=number))
        if approval_first:
            approving, referring = await written_together(referrals, pathway, approve, refer)
            assert (approving.status, referring.status) == (200, 503)
            referring = await refer()
        else:
            referring, approving = await written_together(referrals, pathway, refer, approve)
            assert (approving.status, approving.body["refusal"]) == (422, "CareUnderWay")
        assert referring.status == 201, referring.body
        assert (await identity(referrals, referring))["patient_name"] == "Nobody Atall"
