"""Guards the views: whatever a college holds, Slack takes the message, it is said in words, and nobody is pinged."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.classcode import ClassCode
from bot.domain.errors import Told
from bot.domain.history import Entry, History, Report, SubjectStanding
from bot.domain.percentage import Counting, Standing, Tally
from bot.domain.role import Due, Person, Teaching
from bot.domain.rollcall import Card, Drafted, Held, Line, Made, RollCall, Seen, Sheet, State, Status
from bot.domain.student import Student
from bot.views import answers, cards, conflicts, pressed, rollcalls, standings
from bot.views.blocks import Message, Reader, cut, escaped, shortened
from infra.local.slack.blockkit import check_message, check_view

NASTY = "<!channel> & <@U1> *bold* `x` " + "&" * 90
NAMES = {"plain": "Asha Rao", "nasty": NASTY, "tamil": "தமிழ்ச்செல்வி " * 8, "emoji": "👩🏽‍🎓" * 30}
CSE = ClassCode("CSE", 2, "A")
TODAY = date(2026, 11, 22)
READER = Reader("U1", TODAY, ZoneInfo("Asia/Kolkata"))
NOW = datetime(2026, 11, 22, 4, 32, tzinfo=UTC)


def sheet(size: int, name: str = "Asha Rao", status: Status | None = None, state: State = State.OPEN) -> Sheet:
    held = Held(CSE, TODAY, "&" * 60, "20")
    call = RollCall(2**40, held, state, 999, "U2", NOW)
    lines = (Line(Student(2**40 + n, f"21CSE{n:04}", name, CSE), n, status, Drafted(None)) for n in range(size))
    return Sheet(call, tuple(lines))


def assert_slack_takes(message: Message) -> None:
    check_message(message.payload)
    assert message.text
    everything = message.text + json.dumps(message.blocks, ensure_ascii=False)
    assert "<!channel>" not in everything
    assert "<@U1>" not in everything


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("size", [1, 10, 11, 60, 400, 401, 1000])
def test_a_roster_of_any_size_and_any_names(size: int, name: str) -> None:
    pages = -(-size // rollcalls.MOST_STUDENTS)
    boxes = []
    for page in range(pages):
        message = rollcalls.roster(sheet(size, name), READER, "&<>" * 40, page, note=escaped(NASTY))
        assert_slack_takes(message)
        groups = [element for block in message.blocks for element in block.get("elements", [])]
        boxes += [one["value"] for group in groups for one in group.get("options", [])]
    assert len(set(boxes)) == size


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("size", [1, 44, 45, 60, 400, 1000])
def test_a_card_with_any_number_of_absentees(size: int, name: str) -> None:
    saved = Card(sheet(size, name, Status.ABSENT, State.TAKEN), NOW + timedelta(minutes=10), "&<>" * 40)
    assert_slack_takes(cards.card(saved, READER, cards.MOVED))
    assert_slack_takes(cards.card(Card(sheet(size, name, None, State.TAKEN)), READER))
    assert_slack_takes(cards.card(Card(sheet(size, name, None, State.CANCELLED)), READER))
    assert_slack_takes(cards.card(Card(sheet(size, name)), READER))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("size", [1, 60, 1000])
def test_a_conflict_over_any_number_of_students(size: int, name: str) -> None:
    made = Made("U2", NOW, "correct")
    disputed = sheet(size, name, Status.ABSENT, State.TAKEN)
    assert_slack_takes(conflicts.conflict(disputed, disputed.lines, made, READER, disputed.drawn, "&<>" * 40))


@pytest.mark.parametrize("size", [0, 1, 20, 300])
def test_the_classes_of_today(size: int) -> None:
    due = [Due(Teaching(ClassCode("C", n % 12 + 1), f"&{n}" * 20)) for n in range(size)]
    assert_slack_takes(answers.due(due, READER))
    teacher = Person("U1", is_teacher=True)
    check_view(answers.home(teacher, due, None, READER))


@pytest.mark.parametrize("size", [2, 25, 30, 300])
def test_a_choice_of_any_number_of_subjects(size: int) -> None:
    options = [Teaching(CSE, f"{n}&" * 20) for n in range(size)]
    assert_slack_takes(rollcalls.choice(options, Held(CSE, TODAY, "", "3"), "&<>" * 40, READER))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize(("subjects", "roll_calls"), [(0, 0), (1, 1), (12, 250), (60, 250)])
def test_a_standing_of_any_length(subjects: int, roll_calls: int, name: str) -> None:
    one = Standing.of(Tally(present=46, absent=14), Counting())
    entries = tuple(Entry(Held(CSE, TODAY, name[:60], "3"), State.TAKEN, Status.LATE) for _ in range(roll_calls))
    rows = tuple(SubjectStanding(f"{n}{name[:50]}", one, one.advice()) for n in range(subjects))
    student = Student(1, "21CSE001", name, CSE, "U1")
    report = Report(student, one, one.advice(), rows, entries[:10], entries, TODAY, TODAY, 3)
    assert_slack_takes(standings.report(report, READER))
    history = History(student, entries[:40], Counting(), one, 1, 7)
    assert_slack_takes(standings.why(history, READER))


@pytest.mark.parametrize("person", [Person("U1", is_admin=True), Person("U1", student=Student(1, "1", "A", CSE, "U1"))])
def test_help_and_welcome(person: Person) -> None:
    assert_slack_takes(answers.welcome(person))
    assert_slack_takes(answers.help_for(person))
    assert_slack_takes(answers.not_understood(NASTY, "mark", person))


def test_a_refusal_of_any_length_is_told() -> None:
    assert_slack_takes(answers.told(Told(NASTY * 100, ask=("U5", "U6"))))


def test_what_a_button_carries_comes_back() -> None:
    token = pressed.Token(Seen(2**40, 999), sheet(60).drawn, 2, "the register. was, found & <kept>")
    assert pressed.Token.read(str(token)) == token
    assert pressed.read_correction(pressed.correction_id(token, 7, Status.LATE)) == (token, 7, Status.LATE)
    held = Held(CSE, TODAY, 'C "and" C++', "3")
    assert pressed.read_held(pressed.held_value(held, "why")) == (held, "why")
    ticked = [{"value": "8"}]
    assert pressed.read_group(pressed.group_id(Seen(5, 6), [7, 8]), ticked) == (Seen(5, 6), {7: False, 8: True})


def test_boxes_of_another_version_are_not_read() -> None:
    values = {pressed.group_id(Seen(5, 6), [7]): {"tick": {"selected_options": [{"value": "7"}]}}}
    assert pressed.read_state(values, Seen(5, 6)) == {7: True}
    assert pressed.read_state(values, Seen(5, 7)) == {}


@pytest.mark.parametrize("most", range(1, 12))
def test_cutting_never_ends_inside_an_entity(most: int) -> None:
    shown = cut("a&<b>&&", most)
    assert len(shown) <= most
    assert shown.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").count("&") == 0


def test_a_long_paragraph_is_cut_where_a_word_ends() -> None:
    assert shortened("Asha Rao, " * 400).endswith("Rao …")


def test_slacks_stamps_are_read_to_the_microsecond() -> None:
    assert pressed.instant("1548426417.840180") == 1548426417840180
    assert pressed.instant("1548426417.5") == 1548426417500000
    assert pressed.instant("1548426417") == 1548426417000000
