"""The first findings of each check are named, the others counted: as what they are."""

import pytest

from shared.verify.findings import NAMED, Findings


@pytest.mark.parametrize(("violations", "warnings"), [(0, NAMED + 5), (NAMED + 5, 0), (1, NAMED + 5), (NAMED, NAMED)])
def test_what_is_only_counted_is_counted_as_what_it_is(violations: int, warnings: int) -> None:
    found = Findings("contracts")
    for warning in (*[False] * violations, *[True] * warnings):
        found.add("days", "missing", "a day without a digest", warning=warning)
    listed = found.listed()
    named = [one for one in listed if one.text.startswith("a day")]
    assert len(named) == NAMED
    assert any(not one.warning for one in listed) is (violations > 0)
    more = {one.warning: one.text for one in listed if one not in named}
    expected = {False: max(0, violations - NAMED), True: warnings - max(0, NAMED - violations)}
    assert more == {warning: f"and {count:,} more" for warning, count in expected.items() if count}
