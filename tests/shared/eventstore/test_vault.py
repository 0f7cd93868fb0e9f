"""What a logged read opens, and what it does not."""

import pytest

from shared.eventstore.vault import ERASED, Reading
from shared.kernel.privacy import Sealed


def test_a_read_logged_for_one_person_opens_nothing_about_another() -> None:
    reading = Reading("p-one", bytes(32))
    with pytest.raises(ValueError, match="somebody else"):
        reading.open(Sealed[str](person_ref="p-two", box="AAAA"))


def test_without_a_key_or_with_another_persons_there_is_nothing_to_read() -> None:
    sealed = Sealed[str](person_ref="p-one", box="A" * 64)
    assert Reading("p-one", None).open(sealed) == ERASED
    assert Reading("p-one", bytes(32)).open(sealed) == ERASED
