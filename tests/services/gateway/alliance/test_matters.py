"""Things of several kinds may have one id: what happens to one of them is not what happens to the other."""

from random import Random
from uuid import UUID

from services.gateway.alliance.effects import effects_of, read
from services.gateway.alliance.figures import Figure
from shared.events.contracts import procurements as p
from shared.events.contracts.ocds import ReleasePublished
from tests.services.gateway.matter_lives import begun, told
from tests.services.gateway.world import World

KEY = UUID("01980000-0000-7000-8000-00000000d00d")


def test_what_is_published_of_a_procurement_leaves_the_procurement_alone() -> None:
    rng, world = Random(1), World()  # noqa: S311  # no secret
    history = [
        world.tell("contracts", f"procurement-{KEY}", begun(p.ProcurementPlanned, rng)),
        world.tell("contracts", f"contracting-process-{KEY}", told(ReleasePublished)),
        world.tell("contracts", f"procurement-{KEY}", told(p.ProcurementMarketEngaged)),
    ]
    effects = effects_of(read(history), {})
    assert {(row.kind, row.thing_id, row.version) for row in effects.rows.values()} == {
        ("procurement", KEY, 2),
        ("contracting-process", KEY, 1),
    }
    assert {figure: amount for figure, amount in effects.figures.items() if amount} == {
        Figure("procurements.by_stage.market_engagement"): 1
    }
