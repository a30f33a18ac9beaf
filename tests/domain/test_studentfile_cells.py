"""Guards what single cells of a list of students are read as, after all that spreadsheet programs do to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.student import normal_roll
from bot.domain.studentcell import (
    UnreadableCell,
    read_class,
    read_contact,
    read_email,
    read_name,
    read_roll,
    read_year,
    tidy,
    year_of_semester,
)


@pytest.mark.parametrize(
    ("cell", "roll"),
    [
        ("21cse042", "21CSE042"),
        ("0042", "0042"),
        (" \u00a00042\u3000", "0042"),
        ("００４２", "0042"),
        ("42.0", "42"),
        ("0042.00", "0042"),
        ("4.2e1", "42"),
        ("4.2E+1", "42"),
        ("2.021000042E+09", "2021000042"),
        ("4.20E1", "42"),
        ('="0042"', "0042"),
        ("'0042", "0042"),
        ("21E4", "21E4"),
        ("1E05", "1E05"),
        ("20E12", "20E12"),
        ("4.2E-1", "4.2E-1"),
        ("CS/21/042", "CS/21/042"),
        ("21–042", "21-042"),
        ("\ufeff21CSE042\u200b", "21CSE042"),
    ],
)
def test_a_roll_number_reads_as_it_was_before_a_program_changed_it(cell: str, roll: str) -> None:
    assert read_roll(tidy(cell)) == roll


@pytest.mark.parametrize(
    ("cell", "because"),
    [
        ("", "The roll number is missing"),
        ("-", "The roll number is missing"),
        ("N/A", "The roll number is missing"),
        ("\u200b", "The roll number is missing"),
        ("2.02101E+11", "has lost digits, as Excel shortens long numbers"),
        ("1E+15", "has lost digits"),
        ("9.9E+99999", "has lost digits"),
        ("#REF!", "`#REF!` is a formula without a result"),
        ("=A1&B1", "`=A1&B1` is a formula without a result"),
        ("X" * 33, "has more than 32 characters"),
        ("00\x0742", "is no roll number"),
        ("00\n42", "is no roll number"),
        ("42\ufffd", "is no roll number"),
        ("***", "is no roll number"),
    ],
)
def test_what_is_no_roll_number_is_said(cell: str, because: str) -> None:
    with pytest.raises(UnreadableCell) as refused:
        read_roll(tidy(cell))
    assert because in refused.value.sentence


@pytest.mark.parametrize("cell", ["42.5", ".5", "145.50", "４２.５"])
def test_a_number_with_a_fraction_is_no_roll_number(cell: str) -> None:
    with pytest.raises(UnreadableCell, match="has a fraction, and a roll number has none"):
        read_roll(tidy(cell))


@given(st.text(max_size=40))
def test_any_roll_number_read_is_normal_and_reads_again(text: str) -> None:
    try:
        roll = read_roll(text)
    except UnreadableCell:
        return
    assert normal_roll(roll) == roll
    assert read_roll(roll) == roll
    assert 1 <= len(roll) <= 32


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("  Asha \u00a0 Rao\n", "Asha Rao"),
        ("Jose\u0301", "José"),
        ("தமிழ்ச்செல்வி", "தமிழ்ச்செல்வி"),
        ("ශ්\u200dරී", "ශ්\u200dරී"),
        ("\u202eAsha\u202c", "Asha"),
        ("O'Brien", "O'Brien"),
        ("'Abd", "'Abd"),
        ("Rao, Asha (B.E.)", "Rao, Asha (B.E.)"),
        ("<!channel>", "<!channel>"),
        ("N", "N"),
        ("A" * 120, "A" * 120),
    ],
)
def test_a_name_reads_as_it_is_written(cell: str, name: str) -> None:
    assert read_name(tidy(cell)) == name


@pytest.mark.parametrize(
    "cell", ["", "-", "n/a", "42", "...", "\u200b", "A" * 121, "As\x07ha", "Jos\ufffd", "#N/A", "=B2"]
)
def test_what_is_no_name_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableCell):
        read_name(tidy(cell))


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("Asha@College.EDU", "asha@college.edu"),
        ("mailto:asha@college.edu", "asha@college.edu"),
        ("MAILTO:asha@college.edu?subject=x", "asha@college.edu"),
        ("Asha Rao <asha@college.edu>", "asha@college.edu"),
        ('"Rao, Asha" <asha@college.edu>;', "asha@college.edu"),
        ("<mailto:asha@college.edu>", "asha@college.edu"),
        (" asha@college.edu ,", "asha@college.edu"),
        ("asha.rao+cse@mail.college.ac.in", "asha.rao+cse@mail.college.ac.in"),
        ("ａsha@college．edu", "asha@college.edu"),
        ("o'brien@college.edu", "o'brien@college.edu"),
        ("asha@münchen.de", "asha@münchen.de"),
        ("", None),
        ("-", None),
        ("nil", None),
    ],
)
def test_an_e_mail_reads_out_of_what_is_around_it(cell: str, email: str | None) -> None:
    assert read_email(tidy(cell)) == email


@pytest.mark.parametrize(
    "cell",
    [
        "asha",
        "asha@",
        "@college.edu",
        "asha@college",
        "a b@x.edu",
        "a@x.edu; b@x.edu",
        "a@x.edu b@x.edu",
        "a@@x.edu",
        "a@x..edu",
        "a" * 250 + "@x.edu",
        "#N/A",
        "98450 12345",
        "a\x07@x.edu",
        "<>",
    ],
)
def test_what_is_no_e_mail_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableCell):
        read_email(tidy(cell))


@pytest.mark.parametrize(
    ("cell", "contact"),
    [
        ("+91  98450 12345", "+91 98450 12345"),
        ("'+91 98450 12345", "+91 98450 12345"),
        ("98450;'+91 98451", "98450;+91 98451"),
        ("9845012345.0", "9845012345"),
        ("9.845012345E+09", "9845012345"),
        ("mother@example.com", "mother@example.com"),
        ("", None),
        ("NA", None),
    ],
)
def test_a_guardians_contact_reads_as_it_is_written(cell: str, contact: str | None) -> None:
    assert read_contact(tidy(cell)) == contact


@pytest.mark.parametrize("cell", ["9.84501E+09", "9" * 255, "98\x0745", "#N/A"])
def test_a_contact_that_would_reach_nobody_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableCell):
        read_contact(tidy(cell))


@pytest.mark.parametrize(
    "cell", ["2", "02", "2.0", "２", "२", "II", "ii", "IInd", "2nd", "2ND Year", "Second Year", "II Yr."]
)
def test_a_year_reads_however_it_is_written(cell: str) -> None:
    assert read_year(tidy(cell)) == 2


@pytest.mark.parametrize("year", range(1, 13))
def test_all_twelve_years_read(year: int) -> None:
    assert read_year(str(year)) == year
    assert year_of_semester(str(2 * year)) == year_of_semester(f"Sem {2 * year - 1}") == year


@pytest.mark.parametrize(
    "cell", ["", "0", "13", "2024", "2025-26", "final", "XIII", "2.5", "2 3", "II A", "-", "2" * 5000]
)
def test_what_is_no_year_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableCell):
        read_year(tidy(cell))


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("cse 2 a", "CSE-2-A"),
        ("CSE-II-A", "CSE-2-A"),
        ("II CSE A", "CSE-2-A"),
        ("II Year CSE - A", "CSE-2-A"),
        ("2nd CSE", "CSE-2"),
        ("CSE Second Year", "CSE-2"),
        ("2 CSE Section B", "CSE-2-B"),
        ("CSE-I", "CSE-1"),
    ],
)
def test_a_class_reads_with_its_year_in_words_or_in_front(cell: str, code: str) -> None:
    assert str(read_class(cell)) == code


@pytest.mark.parametrize("text", ["21CSE042", "Asha", "x - y", "na me", "-1", "a'b", ""])
def test_other_cells_are_tidy_as_they_are(text: str) -> None:
    assert tidy(text) == text
