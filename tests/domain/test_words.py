"""Guards what is made of typed text before anything reads it, and how it is repeated to the person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import quoted
from bot.domain.words import Words, mentioned_user, nearest, plain, same_subject

COMMANDS = ("mark", "me", "report", "students", "role", "schedule", "help")


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("mark CSE-2", "mark|CSE-2"),
        ("  absent 4,11 , 23 ", "absent|4|11|23"),
        ("mark\u00a0CSE–2", "mark|CSE-2"),
        ("Signals &amp; Systems &lt;lab&gt;", "Signals|&|Systems|<lab>"),
        ("&amp;lt;", "&lt;"),
        ("“DBMS”", '"DBMS"'),
        ("absent 4 “Physics, Lab” p3", 'absent|4|"Physics, Lab"|p3'),
        ('"Physics, Lab', '"Physics|Lab'),
        ('"<@U123|asha> x"', '"|<@U123|asha>|x"'),
        ("1 Nov…22 Nov", "1|Nov...22|Nov"),
        ("role <@U123|asha, b k> admin", "role|<@U123|asha, b k>|admin"),
        ("teach \u2068<@U123>\u2069 CSE-2", "teach|<@U123>|CSE-2"),
        ("4，11", "4|11"),
        ("<@U1 4", "<@U1|4"),
        ("\u200b , \u200b", ""),
        ("", ""),
    ],
)
def test_text_is_split_into_words(text: str, items: str) -> None:
    assert "|".join(Words.read(text)) == items


def test_the_first_word_and_the_rest_are_told_apart() -> None:
    words = Words.read("Mark, CSE-2 because he, too, was ill")
    assert words.first == "mark"
    assert words.rest.items[:2] == ("CSE-2", "because")
    assert words.rest.typed.endswith("because he, too, was ill")
    assert (Words().first, Words().rest) == ("", Words())


@given(st.text())
def test_any_text_is_words_and_the_rest_is_all_but_the_first(text: str) -> None:
    words = Words.read(text)
    assert all(words)
    assert words.rest.items == words.items[1:]


@given(st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    "typed", ["Physics, Lab", "physics lab", "Physics,Lab", "PHYSICS;  Lab:", "Physics，Lab", "Physics\u00a0: Lab"]
)
def test_a_subject_is_the_same_whatever_marks_stand_in_it(typed: str) -> None:
    assert same_subject("Physics, Lab", typed)
    assert same_subject(typed, "Physics, Lab")


@pytest.mark.parametrize(
    ("one", "other"), [("DBMS", "DBMS Lab"), ("Maths 1", "Maths 11"), ("C", "C++"), ("A-B", "A B")]
)
def test_subjects_that_differ_in_more_than_marks_differ(one: str, other: str) -> None:
    assert not same_subject(one, other)


@given(st.text(), st.sampled_from([",", ";", ":", " ", "\u00a0"]))
def test_a_subject_is_the_same_with_a_mark_around_it(subject: str, mark: str) -> None:
    assert same_subject(subject, mark + subject + mark)


@pytest.mark.parametrize(
    ("word", "user"),
    [
        ("<@U123|asha>", "U123"),
        ("<@W9>", "W9"),
        ("@asha", None),
        ("<#C1|general>", None),
        ("<!channel>", None),
        ("", None),
    ],
)
def test_a_mention_gives_the_user_id(word: str, user: str | None) -> None:
    assert mentioned_user(word) == user


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("mrak", "mark"),
        ("MARK", "mark"),
        ("reprot", "report"),
        ("student", "students"),
        ("halp", "help"),
        ("zzz", None),
        ("", None),
        ("x" * 9000, None),
    ],
)
def test_the_nearest_command_is_offered_when_one_is_near(word: str, meant: str | None) -> None:
    assert nearest(word, COMMANDS) == meant


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("CSE 99", "`CSE 99`"),
        ("a `b` c", "`a 'b' c`"),
        ("two\nlines\tand\u00a0more", "`two lines and more`"),
        ("\u202etxt\u200b\x00", "`txt`"),
        ("x" * 61, "`" + "x" * 59 + "…`"),
        ("x" * 60, "`" + "x" * 60 + "`"),
        ("<!channel>", "`<!channel>`"),
        (" \n", "an empty text"),
    ],
)
def test_what_was_typed_is_repeated_harmlessly(typed: str, shown: str) -> None:
    assert quoted(typed) == shown


@given(st.text())
def test_nothing_typed_can_leave_its_backticks(typed: str) -> None:
    shown = quoted(typed)
    assert len(shown) <= 62
    assert shown == "an empty text" or (shown.count("`") == 2 and shown[0] == shown[-1] == "`")
    assert shown.splitlines() == [shown]
    assert shown.encode()
