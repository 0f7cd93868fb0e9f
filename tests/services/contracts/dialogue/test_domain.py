"""The rules of the dialogue log, at their edges and refused (R17, R18)."""

from datetime import date, timedelta

import pytest

from services.contracts.dialogue import commands as c
from services.contracts.dialogue import refusals as r
from services.contracts.dialogue.copies import copies_of, copy_id
from services.contracts.dialogue.domain import dialogue_decider, phase_on
from services.contracts.dialogue.views import dialogue_entry_view
from shared.events.contracts import dialogue as e
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.dialogue.history import (
    AWARD,
    COPY,
    ENTRY,
    LAUNCH,
    LIVE,
    MIRROR,
    OVER,
    PROCUREMENT,
    RECORD,
    SIGNED,
    corrected,
    mirrored,
    recorded,
)

DAY = timedelta(days=1)
MARKET = c.SubjectFacts(ref="BHR-ME-2017", commissioners=("07L",))
DRAFT_CONTRACT = c.SubjectFacts(ref="BHR-0001", commissioners=("07L",))


class TestRecordDialogueEntry:
    def test_says_who_spoke_about_what_and_in_which_phase(self) -> None:
        given(dialogue_decider).when(RECORD).then(recorded)

    @pytest.mark.parametrize(
        ("day", "facts"),
        [(LAUNCH, LIVE), (date(2025, 12, 31), LIVE), (LAUNCH, OVER), (AWARD, OVER)],
    )
    def test_refuses_to_tell_one_bidder_alone_from_the_launch_to_the_award(
        self, day: date, facts: c.SubjectFacts
    ) -> None:
        alone = RECORD.model_copy(update={"held_on": day, "shared_with_all": False, "facts": facts})
        given(dialogue_decider).when(alone).then_refused(r.UnequalTreatment)

    @pytest.mark.parametrize("day", [LAUNCH - DAY, AWARD + DAY])
    def test_before_and_after_the_live_days_one_provider_may_be_spoken_with(self, day: date) -> None:
        alone = RECORD.model_copy(update={"held_on": day, "shared_with_all": False, "facts": OVER})
        assert given(dialogue_decider).when(alone).happened()

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"held_on": date(2026, 1, 1)}, r.DialogueInFuture),
            ({"providers": ("RAT", "07L")}, r.DialogueWithItself),
            ({"phase": "before"}, r.DialoguePhaseContradicted),
            ({"facts": MARKET, "subject": "market"}, r.NothingToShare),
            ({"facts": DRAFT_CONTRACT, "subject": "contract", "shared_with_all": False}, r.DialoguePhaseNotSaid),
            (
                {"facts": DRAFT_CONTRACT, "subject": "contract", "shared_with_all": False, "phase": "in_life"},
                r.DialoguePhaseNotSaid,
            ),
        ],
    )
    def test_refuses(self, changes: dict[str, object], refusal: type[Refused]) -> None:
        given(dialogue_decider).when(RECORD.model_copy(update=changes)).then_refused(refusal)

    def test_of_a_contract_nobody_procured_yet_the_phase_is_said(self) -> None:
        changes = {"facts": DRAFT_CONTRACT, "subject": "contract", "shared_with_all": False, "phase": "during"}
        (event,) = given(dialogue_decider).when(RECORD.model_copy(update=changes)).happened()
        assert event.phase == "during"


class TestPhaseOn:
    @pytest.mark.parametrize(
        ("day", "phase"),
        [
            (LAUNCH - DAY, "before"),
            (LAUNCH, "during"),
            (AWARD + DAY, "during"),
            (SIGNED - DAY, "during"),
            (SIGNED, "in_life"),
        ],
    )
    def test_of_a_procurement_turns_with_launch_and_signature(self, day: date, phase: str) -> None:
        assert phase_on(day, "procurement", OVER) == phase
        assert phase_on(day, "contract", OVER) == phase

    def test_of_the_market_is_before(self) -> None:
        assert phase_on(LAUNCH, "market", MARKET) == "before"

    def test_of_a_contract_without_a_procurement_is_known_from_its_signature_on(self) -> None:
        signed = DRAFT_CONTRACT.model_copy(update={"in_life_from": SIGNED})
        assert (phase_on(SIGNED - DAY, "contract", signed), phase_on(SIGNED, "contract", signed)) == (None, "in_life")


class TestMirrorDialogueEntry:
    def test_says_the_same_to_another_bidder_and_not_with_whom_it_was(self) -> None:
        given(dialogue_decider).when(MIRROR).then(mirrored)
        row = row_after(dialogue_entry_view, mirrored)
        assert "RAT" not in row.model_dump_json()
        assert (row.summary, row.providers, row.parties) == (recorded.summary, ["RF4"], ["07L", "RF4"])

    def test_asked_twice_happens_once(self) -> None:
        given(dialogue_decider, mirrored).when(MIRROR).then()


class TestCorrectDialogueEntry:
    CORRECT = c.CorrectDialogueEntry(correction="Lists are given to all without request.", today=date(2025, 12, 31))

    def test_follows_the_entry_and_leaves_it_as_it_was(self) -> None:
        given(dialogue_decider, recorded).when(self.CORRECT).then(corrected)
        row = row_after(dialogue_entry_view, recorded, corrected)
        assert (row.summary, len(row.corrections)) == (recorded.summary, 1)

    def test_refuses_a_copy_and_what_is_not_there(self) -> None:
        given(dialogue_decider, mirrored).when(self.CORRECT).then_refused(r.CorrectTheOriginal)
        given(dialogue_decider).when(self.CORRECT).then_refused(r.DialogueEntryNotFound)


class TestMirrorDialogueCorrection:
    MIRROR_IT = c.MirrorDialogueCorrection(
        correction_no=1, corrected_on=date(2025, 12, 31), correction="Lists are given to all without request."
    )

    def test_follows_in_the_copy_once(self) -> None:
        in_copy = corrected.model_copy(update={"entry_id": COPY})
        given(dialogue_decider, mirrored).when(self.MIRROR_IT).then(in_copy)
        given(dialogue_decider, mirrored, in_copy).when(self.MIRROR_IT).then()


class TestCopies:
    def test_are_for_every_bidder_but_the_one_of_the_dialogue_with_each_correction(self) -> None:
        entry = row_after(dialogue_entry_view, recorded, corrected)
        wishes = copies_of(entry, ["RAT", "RF4"])
        key = copy_id(ENTRY, "RF4")
        assert wishes == [
            (key, MIRROR.model_copy(update={"entry_id": key})),
            (key, TestMirrorDialogueCorrection.MIRROR_IT),
        ]

    def test_have_the_same_id_whoever_asks(self) -> None:
        assert copy_id(ENTRY, "RF4") == copy_id(ENTRY, "RF4") != copy_id(ENTRY, "RAT")


def test_the_log_is_told_by_its_topic_and_no_more() -> None:
    told: e.DialogueEvent = recorded
    assert told.tell() == "Dialogue about BHR-P1 on 2025-03-01: TUPE"
    assert recorded.subject_id == PROCUREMENT
