"""README says of every requirement of contracting which test shows it."""

from tests.requirements import README, REQUIREMENTS, cited, section, shown


def test_each_requirement_is_shown_by_a_test() -> None:
    assert not REQUIREMENTS.keys() - shown().keys()


def test_the_table_in_readme_is_up_to_date() -> None:
    assert section() in README.read_text(encoding="utf-8"), "python -m tests.requirements"


def test_a_range_names_every_number_in_it() -> None:
    assert list(cited("(R3-R5, R104)")) == [3, 4, 5, 104]
