"""Guards previews and cards of moved students: Slack takes them whatever the class, and nobody is pinged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.classcode import ClassCode
from bot.domain.enrolment import Enrolment, Enrolments, Placed, Steps
from bot.domain.movement import Promotion, Split
from bot.domain.promotion import Asked, Done, Kept, Mover, Plan, Preview, Promoted, Transferred, Undone, Why
from bot.domain.sections import MOST_TYPED, Part
from bot.domain.student import Student
from bot.views import moving, promoting
from tests.views.test_every_message import CSE, NAMES, NOW, READER, TODAY, assert_slack_takes

ECE = ClassCode("ECE", 3, "B")
LONG = Split(CSE, (Part("A", ("9" * MOST_TYPED,)), Part("BBBB", (), True)), TODAY, '&<>"é' * 24)
ASKED = (Promotion(CSE, ECE, TODAY, "&<>" * 40), Promotion(CSE, None), Split(CSE, (Part("A", ("1-30",)),)), LONG)


def students(size: int, name: str) -> list[Student]:
    return [Student(2**40 + n, f"21CSE{n:04}", name, CSE) for n in range(size)]


def placed(student: Student, after: ClassCode | None = ECE, on: date = TODAY) -> Placed:
    later = Enrolment(ClassCode("CSE", 4), on + timedelta(days=300))
    was = Enrolments((Enrolment(CSE, date(2020, 1, 1), later.first - timedelta(days=1)), later))
    return Placed(student.student_id, CSE, after, on, Steps(was, was.then(after, on)))


@pytest.mark.parametrize("asked", ASKED, ids=["promotion", "leaving", "split", "long split"])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("size", [0, 1, 60, 1000])
@pytest.mark.parametrize("days", [-10, 0, 10])
def test_a_preview_of_any_class(asked: Asked, name: str, size: int, days: int) -> None:
    people = students(size, name)
    after = None if isinstance(asked, Promotion) and asked.target is None else ECE
    kept = tuple(Kept(one, why, TODAY) for one, why in zip(people, list(Why) * 200, strict=False))
    plan = Plan(
        asked,
        TODAY + timedelta(days),
        tuple(Mover(one, after) for one in people),
        kept,
        55,
        tuple(people),
        ("1",) * size,
    )
    message = promoting.preview(plan, READER, 2**52, promoting.CHANGED)
    assert_slack_takes(message)
    assert any("Promote" in str(block) or "Move" in str(block) or "leave" in str(block) for block in message.blocks)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("size", [1, 60, 1000])
@pytest.mark.parametrize("after", [ECE, None])
def test_a_card_of_any_class(name: str, size: int, after: ClassCode | None) -> None:
    people = students(size, name)
    done = Promoted(2**40, "promote", "U2", NOW, None, "1.2", tuple(placed(one, after) for one in people))
    kept = tuple(Kept(one, Why.MARKED, TODAY) for one in people)
    for promoted in (done, replace(done, undone_at=NOW)):
        for repeated in (True, False):
            assert_slack_takes(moving.done(Done(promoted, kept, repeated), READER))
            assert_slack_takes(moving.undone(Undone(promoted, tuple(people), tuple(people), repeated), READER))
    assert_slack_takes(moving.lately([(done, people[0] if size == 1 else None)] * 10, READER))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("days", [-10, 0, 10])
@pytest.mark.parametrize(("mates", "sections"), [(0, ()), (3, ()), (3, ("A", "&&&&"))])
def test_a_transfer_of_anybody(name: str, days: int, mates: int, sections: tuple[str, ...]) -> None:
    (student,) = students(1, name)
    one = placed(student, on=TODAY + timedelta(days))
    promoted = Promoted(1, "move", "U2", NOW, None, "", (one,))
    assert_slack_takes(moving.transferred(Transferred(student, one, promoted, mates, sections), READER))
    assert_slack_takes(moving.transferred(Transferred(student, one, None, mates, sections), READER))


@pytest.mark.parametrize("asked", ASKED, ids=["promotion", "leaving", "split", "long split"])
def test_what_the_button_carries_comes_back(asked: Asked) -> None:
    shown = Preview(1_800_000_000_000_000, 2**32 - 1)
    value = promoting.value(asked, TODAY, shown)
    assert len(value) <= 2000
    assert promoting.read_value(value) == (replace(asked, on=TODAY), shown)


def test_a_message_says_in_words_all_that_it_shows() -> None:
    people = students(2, "Asha")
    plan = Plan(ASKED[0], TODAY, tuple(Mover(one, ECE) for one in people), (Kept(people[0], Why.MOVES),), 3)
    said = promoting.preview(plan, READER, 1).text
    for piece in ("Promote CSE-2-A to ECE-3-B", "2 students", "Asha", "not moved", "3 students of its own"):
        assert piece in said
