"""How far a service is organised by localities, at the edges and refused (R51)."""

from datetime import date, timedelta

import pytest

from services.contracts.service_alignments import commands as c
from services.contracts.service_alignments import refusals as r
from services.contracts.service_alignments.domain import service_alignment_decider
from services.contracts.service_alignments.views import service_alignment_view
from shared.events.contracts import service_alignments as e
from shared.kernel.parts import Evidence
from tests.kit.scenario import given, row_after

TODAY = date(2017, 7, 31)
KEY = c.service_alignment_id_of("community nursing", "RAT", "redbridge-fairlop")
TEAMS = (Evidence(kind="team list", uri="https://example.org/teams", period="2017"),)
ASSESS = c.AssessAlignment(
    service_alignment_id=KEY,
    service="community nursing",
    provider="RAT",
    locality="redbridge-fairlop",
    alignment="aligned",
    evidence=TEAMS,
    assessed_on=TODAY,
    locality_known=True,
    by_org="08N",
    today=TODAY,
)
assessed = e.ServiceAlignmentAssessed(
    service_alignment_id=KEY,
    service="community nursing",
    provider="RAT",
    locality="redbridge-fairlop",
    localities=("redbridge-fairlop",),
    alignment="aligned",
    evidence=TEAMS,
    note="",
    assessed_on=TODAY,
    newest=True,
    parties=("08N", "RAT"),
)


class TestAssessAlignment:
    def test_concerns_the_commissioner_and_the_provider(self) -> None:
        given(service_alignment_decider).when(ASSESS).then(assessed)

    def test_a_service_has_one_alignment_however_its_name_is_written(self) -> None:
        assert c.service_alignment_id_of("Community Nursing", "RAT", "redbridge-fairlop") == KEY
        given(service_alignment_decider, assessed).when(ASSESS).then_refused(r.AlignmentAssessedAlready)

    @pytest.mark.parametrize("alignment", ["aligned", "partly"])
    def test_needs_evidence_unless_it_is_not_aligned(self, alignment: e.Alignment) -> None:
        bare = ASSESS.model_copy(update={"evidence": (), "alignment": alignment})
        given(service_alignment_decider).when(bare).then_refused(r.AlignmentWithoutEvidence)
        assert given(service_alignment_decider).when(bare.model_copy(update={"alignment": "not_aligned"})).happened()

    def test_refuses_tomorrow(self) -> None:
        tomorrow = ASSESS.model_copy(update={"assessed_on": TODAY + timedelta(days=1)})
        given(service_alignment_decider).when(tomorrow).then_refused(r.AlignmentAssessedInFuture)

    def test_refuses_what_is_no_locality(self) -> None:
        nowhere = ASSESS.model_copy(update={"locality_known": False})
        given(service_alignment_decider).when(nowhere).then_refused(r.NotALocality)


class TestReassessAlignment:
    AGAIN = c.ReassessAlignment(alignment="partly", evidence=TEAMS, assessed_on=TODAY, today=TODAY)

    def test_the_newest_assessment_counts_and_of_one_day_the_last(self) -> None:
        (event,) = given(service_alignment_decider, assessed).when(self.AGAIN).happened()
        assert row_after(service_alignment_view, assessed, event).alignment == "partly"

    def test_an_older_one_is_recorded_only(self) -> None:
        older = self.AGAIN.model_copy(update={"assessed_on": TODAY - timedelta(days=1)})
        (event,) = given(service_alignment_decider, assessed).when(older).happened()
        assert row_after(service_alignment_view, assessed, event).alignment == "aligned"

    def test_refuses_what_nobody_assessed(self) -> None:
        given(service_alignment_decider).when(self.AGAIN).then_refused(r.AlignmentNotFound)

    def test_is_told_in_words(self) -> None:
        (event,) = given(service_alignment_decider, assessed).when(self.AGAIN).happened()
        assert "partly aligned with the locality" in event.tell()
