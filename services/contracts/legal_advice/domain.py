"""The rules of the register of legal advice."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from services.contracts.legal_advice import refusals as no
from services.contracts.legal_advice.commands import (
    LegalAdviceCommand,
    LinkLegalAdvice,
    RecordLegalAdvice,
    ShareLegalAdvice,
    SupersedeLegalAdvice,
    WaiveLegalPrivilege,
)
from services.contracts.legal_advice.state import LegalAdvice, evolve
from shared.events.contracts.legal_advice import (
    LegalAdviceEvent,
    LegalAdviceLinked,
    LegalAdviceRecorded,
    LegalAdviceShared,
    LegalAdviceSuperseded,
    LegalPrivilegeWaived,
)
from shared.kernel.addresses import path_at_the_service
from shared.kernel.decider import Decider
from shared.kernel.organisations import OrgKind

COMMISSIONERS = frozenset({OrgKind.CCG, OrgKind.ICB, OrgKind.BOROUGH})


def decide(command: LegalAdviceCommand, advice: LegalAdvice | None) -> Sequence[LegalAdviceEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RecordLegalAdvice):
        return _record(command, advice)
    if advice is None:
        raise no.LegalAdviceNotFound("There is no such legal advice.")
    match command:
        case LinkLegalAdvice():
            return _link(command, advice)
        case ShareLegalAdvice():
            return _share(command, advice)
        case WaiveLegalPrivilege():
            if not advice.privileged:
                raise no.NotPrivileged(f"Advice {advice.ref} is not privileged.")
            return [
                LegalPrivilegeWaived(
                    legal_advice_id=advice.legal_advice_id,
                    ref=advice.ref,
                    reason=command.reason,
                    waived_by=command.by,
                )
            ]
        case SupersedeLegalAdvice():
            return _supersede(command, advice)
    assert_never(command)


def _record(command: RecordLegalAdvice, advice: LegalAdvice | None) -> Sequence[LegalAdviceEvent]:
    if advice is not None:
        raise no.LegalAdviceRefTaken("This advice is already recorded.")
    if command.advised_on > command.today:
        raise no.AdvisedInFuture(f"It is dated {command.advised_on}, after today.")
    for place, code in enumerate(command.commissioned_by):
        if command.commissioner_kinds[code] not in COMMISSIONERS:
            raise no.AdviceOfAProvider(f"{code} is no commissioner.", field=f"commissioned_by.{place}")
    _check_subjects(command.not_found)
    return [
        LegalAdviceRecorded(
            legal_advice_id=command.legal_advice_id,
            parties=tuple(dict.fromkeys(command.commissioned_by)),
            ref=command.ref,
            area=command.area,
            adviser=command.adviser,
            advised_on=command.advised_on,
            privileged=command.privileged,
            commissioned_by=command.commissioned_by,
            subjects=_new(command.subjects, ()),
            question=command.question,
            summary=command.summary,
        )
    ]


def _check_subjects(not_found: Iterable[int]) -> None:
    for place in not_found:
        raise no.SubjectNotFound("There is no such resource.", field=f"subjects.{place}")


def _new(paths: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Paths as the services know them, each once, but for those known already."""
    plain = dict.fromkeys(path_at_the_service(path) for path in paths)
    return tuple(path for path in plain if path not in set(known))


def _link(command: LinkLegalAdvice, advice: LegalAdvice) -> Sequence[LegalAdviceEvent]:
    _check_subjects(command.not_found)
    subjects = _new(command.subjects, advice.subjects)
    if not subjects:
        return []
    return [LegalAdviceLinked(legal_advice_id=advice.legal_advice_id, ref=advice.ref, subjects=subjects)]


def _share(command: ShareLegalAdvice, advice: LegalAdvice) -> Sequence[LegalAdviceEvent]:
    if advice.privileged:
        raise no.PrivilegedAdviceIsNotShared(f"Advice {advice.ref} is privileged.")
    newcomers = tuple(org for org in dict.fromkeys(command.shared_with) if org not in advice.parties)
    if not newcomers:
        return []
    return [
        LegalAdviceShared(
            legal_advice_id=advice.legal_advice_id,
            ref=advice.ref,
            shared_with=newcomers,
            parties=(*advice.parties, *newcomers),
        )
    ]


def _supersede(command: SupersedeLegalAdvice, advice: LegalAdvice) -> Sequence[LegalAdviceEvent]:
    if advice.superseded_by is not None:
        raise no.AdviceIsSuperseded(f"Advice {advice.ref} is superseded already.")
    later = command.later
    if later is None or later.legal_advice_id == advice.legal_advice_id or later.advised_on < advice.advised_on:
        raise no.NotLaterAdvice(f"Name advice that was given on {advice.advised_on} or later.")
    return [
        LegalAdviceSuperseded(
            legal_advice_id=advice.legal_advice_id,
            ref=advice.ref,
            superseded_by=later.legal_advice_id,
            superseded_by_ref=later.ref,
        )
    ]


legal_advice_decider: Decider[LegalAdviceCommand, LegalAdvice | None, LegalAdviceEvent] = Decider(
    category="legal-advice",
    events=LegalAdviceEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
