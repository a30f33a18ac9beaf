"""Guards the rules of attendance, without clock, network or database. Here: how a class is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.classcode import ClassCode, UnreadableClass, take_class

CODES = st.builds(
    ClassCode,
    st.from_regex(r"[A-Z]{1,4}(&[A-Z]{1,4})?", fullmatch=True),
    st.integers(1, 12),
    st.from_regex(r"([A-Z][A-Z0-9]{0,3})?", fullmatch=True),
)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("CSE-2", "CSE-2"),
        ("cse 2", "CSE-2"),
        ("CSE2", "CSE-2"),
        (" CSE - 2 ", "CSE-2"),
        ("cse_2", "CSE-2"),
        ("cse/2", "CSE-2"),
        ("CSE-02", "CSE-2"),
        ("ＣＳＥ　２", "CSE-2"),
        ("CSE–2", "CSE-2"),
        ("CSE\u00a02", "CSE-2"),
        ("cse-2-a", "CSE-2-A"),
        ("CSE2A", "CSE-2-A"),
        ("cse 2 b1", "CSE-2-B1"),
        ("CSE-2-MORN", "CSE-2-MORN"),
        ("cse12", "CSE-12"),
        ("AI&DS-2", "AI&DS-2"),
        ("ai & ds 2 a", "AI&DS-2-A"),
        ("B 1", "B-1"),
        ("MECHANICAL 4", "MECHANICAL-4"),
    ],
)
def test_a_class_reads_however_it_is_typed(typed: str, said: str) -> None:
    assert str(ClassCode.read(typed)) == said


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "CSE",
        "2",
        "2-CSE",
        "CSE-0",
        "CSE-13",
        "CSE-123",
        "MECHANICALS-4",
        "C5E-2",
        "CSE-2-ABCDE",
        "CSE-2-1",
        "CSE-2 A B",
        "&-2",
        "CSE2&",
        "CSE--",
        "CSE.2",
        "CSE-२",
        "<!channel>",
        "2 2 2",
        "CSE" * 2000,
    ],
)
def test_what_is_no_class_is_refused_in_words(typed: str) -> None:
    with pytest.raises(UnreadableClass, match=r"as a class\. Write branch and year, as in `CSE-2`"):
        ClassCode.read(typed)


def test_the_refusal_repeats_what_was_typed() -> None:
    with pytest.raises(UnreadableClass) as refused:
        ClassCode.read("CSE-`99`")
    assert refused.value.sentence == "I can't read `CSE-'99'` as a class. Write branch and year, as in `CSE-2`."


@given(CODES, st.sampled_from([" ", "-", "_", "/", "", " - "]), st.booleans())
def test_every_class_reads_back(code: ClassCode, join: str, lower: bool) -> None:
    typed = join.join(filter(None, (code.branch, str(code.year), code.section)))
    assert ClassCode.read(typed.lower() if lower else typed) == code
    assert ClassCode.read(str(code)) == code


@given(st.text())
def test_any_text_is_a_class_or_is_refused(typed: str) -> None:
    try:
        code = ClassCode.read(typed)
    except UnreadableClass:
        return
    assert 1 <= len(code.branch) <= 10
    assert 1 <= code.year <= 12
    assert len(code.section) <= 4


@pytest.mark.parametrize(
    ("typed", "said", "rest"),
    [
        ("CSE-2", "CSE-2", ""),
        ("cse 2 dbms", "CSE-2", "dbms"),
        ("cse-2-a dbms", "CSE-2-A", "dbms"),
        ("cse 2-a dbms", "CSE-2-A", "dbms"),
        ("cse 2a dbms", "CSE-2-A", "dbms"),
        ("cse 2 - a dbms", "CSE-2-A", "dbms"),
        ("CSE - 2 absent 4", "CSE-2", "absent 4"),
        ("AI & DS 2 dbms", "AI&DS-2", "dbms"),
        ("cse 12 4", "CSE-12", "4"),
        ("cse 1 2", "CSE-1", "2"),
    ],
)
def test_a_class_is_taken_from_the_front_of_the_words(typed: str, said: str, rest: str) -> None:
    code, left = take_class(typed.split())
    assert (str(code), left) == (said, rest.split())


@pytest.mark.parametrize(("typed", "rest"), [("cse 2 a", ["a"]), ("CSE-2 c dbms", ["c", "dbms"])])
def test_a_letter_in_a_word_of_its_own_is_left_because_it_may_be_a_subject(typed: str, rest: list[str]) -> None:
    assert take_class(typed.split()) == (ClassCode("CSE", 2), rest)


def test_a_subject_after_a_spaced_dash_is_not_a_section() -> None:
    assert take_class(["CSE", "-", "2", "-", "DBMS"]) == (ClassCode("CSE", 2), ["-", "DBMS"])


@pytest.mark.parametrize("typed", ["", "dbms cse 2", "4 11", "cse", "cse 21"])
def test_words_that_begin_with_no_class_come_back_whole(typed: str) -> None:
    assert take_class(typed.split()) == (None, typed.split())


@given(CODES, CODES)
def test_a_class_covers_itself_and_its_sections_only(one: ClassCode, other: ClassCode) -> None:
    assert one.covers(one)
    assert ClassCode(one.branch, one.year).covers(one)
    if one.covers(other) and other.covers(one):
        assert one == other
