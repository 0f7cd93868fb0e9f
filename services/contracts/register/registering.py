"""The rules of entering a contract: who commissions and provides it, for how long, where, and for how much."""

from collections.abc import Sequence

from services.contracts.register.commands import RegisterContract
from services.contracts.register.refusals import (
    CommissionerNamedTwice,
    ContractRefTaken,
    EndNotAfterStart,
    InvestedAfterEnd,
    InvestorNotAProvider,
    NotACommissioner,
    ProviderIsCommissioner,
    ProviderNamedTwice,
    UnknownLocality,
    ValueTooLarge,
)
from services.contracts.register.state import Contract
from shared.events.contracts.register import ContractRegistered
from shared.kernel.organisations import OrgKind
from shared.kernel.parts import MOST_PENCE

COMMISSIONING_KINDS = frozenset({OrgKind.CCG, OrgKind.ICB, OrgKind.BOROUGH})
"""NHS Act 2006 s3 and s3A, and local authorities; an integrated care board since the Health and Care Act 2022 s21."""


def register(command: RegisterContract, contract: Contract | None) -> Sequence[ContractRegistered]:
    """A draft, when everything said of it holds."""
    if contract is not None:
        raise ContractRefTaken("This contract is already registered.")
    if command.end <= command.start:
        raise EndNotAfterStart(f"The contract ends on {command.end}, which is not after its start on {command.start}.")
    _commissioners(command)
    _providers(command)
    _localities(command)
    _investments(command)
    _value(command)
    facts = {"commissioner_kinds", "known_localities"}
    return [ContractRegistered(**{name: said for name, said in command if name not in facts})]


def _commissioners(command: RegisterContract) -> None:
    for place, code in enumerate(command.commissioners):
        field = f"commissioners.{place}"
        kind = command.commissioner_kinds[code]
        if kind not in COMMISSIONING_KINDS:
            raise NotACommissioner(f"{code} is a {kind.replace('_', ' ')}, which commissions nothing.", field=field)
        if code in command.commissioners[:place]:
            raise CommissionerNamedTwice(f"{code} is named more than once.", field=field)


def _providers(command: RegisterContract) -> None:
    codes = [provider.ods for provider in command.providers]
    if len(set(codes)) < len(codes):
        raise ProviderNamedTwice("The same provider is named more than once.")
    for place, code in enumerate(codes):
        if code in command.commissioners:
            raise ProviderIsCommissioner(f"{code} is also a commissioner of it.", field=f"providers.{place}.ods")


def _localities(command: RegisterContract) -> None:
    for place, locality in enumerate(command.localities):
        if command.known_localities and locality not in command.known_localities:
            raise UnknownLocality("No locality has the code given.", field=f"localities.{place}")


def _investments(command: RegisterContract) -> None:
    providers = {provider.ods for provider in command.providers}
    for place, investment in enumerate(command.investments):
        field = f"investments.{place}"
        if investment.ods not in providers:
            raise InvestorNotAProvider(f"{investment.ods} is not a provider under the contract.", field=f"{field}.ods")
        if investment.invested_by > command.end:
            raise InvestedAfterEnd(f"The contract ends on {command.end}, before then.", field=f"{field}.invested_by")


def _value(command: RegisterContract) -> None:
    total = command.original_lifetime_value_pence + sum(option.value_pence for option in command.extension_options)
    if total > MOST_PENCE:
        raise ValueTooLarge(f"With all options it would be worth {total} pence.", total_pence=total)
