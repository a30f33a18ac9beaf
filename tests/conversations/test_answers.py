"""Every answer: help, typos, wrong input, errors with a reference, and what the log may hold."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.speaker import Speaker


def test_attendance_alone_offers_what_comes_next(teacher: Speaker) -> None:
    teacher.types("/attendance").sees("What would you like to do?", "Take attendance").does_not_see("My attendance")
    teacher.presses("Take attendance").sees("Your classes today", "CSE-2 DBMS: not taken yet")


def test_a_student_is_offered_their_own_attendance(house: House, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    asha = house.speaker("UASHA", "Asha", email="asha@college.example")
    asha.types("/attendance").sees("My attendance").does_not_see("Take attendance").presses("My attendance")
    asha.sees("Your attendance", "no classes yet")
    asha.types("/attendance help").sees("/attendance me").does_not_see("/attendance mark")


def test_help_shows_what_a_teacher_may_do(teacher: Speaker) -> None:
    teacher.types("/attendance help").sees("/attendance mark: take attendance", "/attendance student")
    teacher.does_not_see("/attendance me", "absent 4 11 23")
    teacher.types("/attendance help help").sees("/attendance mark")
    teacher.types("/attendance help mark").sees("/attendance mark CSE-2 absent 4 11 23 late 7", "Take attendance:")
    teacher.types("/attendance help promote").sees("I don't know promote").does_not_see("CSE-3")


def test_a_typo_gets_the_nearest_command_and_the_short_help(teacher: Speaker) -> None:
    teacher.types("/attendance mrak CSE-2").sees("I don't know mrak. Did you mean mark?", "/attendance mark: take")
    teacher.types("/attendance xyzzy").sees("I don't know xyzzy").does_not_see("Did you mean")
    teacher.types("/attendance remove 21CSE001").sees("I don't know remove").does_not_see("Did you mean student remove")


@pytest.mark.parametrize(
    ("typed", "guess"),
    [
        ("remove 21CSE001", "student remove"),
        ("delete 21CSE001", "student remove"),
        ("erase 21CSE001", "student erase"),
        ("ersae 21CSE001", "student erase"),
        ("import", "students import"),
        ("import students", "students import"),
        ("add student", "student add"),
        ("Add 21CSE061 Asha", "student add"),
        ("undo", "promote"),
        ("reset @asha", "mfa reset"),
        ("hlep", "help"),
        ("tranfer 21CSE001 CSE-3", "transfer"),
    ],
)
def test_the_nearest_command_is_the_one_that_does_what_was_meant(admin: Speaker, typed: str, guess: str) -> None:
    admin.types(f"/attendance {typed}").sees(f"Did you mean {guess}?").does_not_see("/attendance student remove 21")


def test_a_student_who_forgets_the_hyphen_is_told(house: House, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    asha = house.speaker("UASHA", "Asha", email="asha@college.example")
    asha.types("/attendance exportme").sees("Did you mean export-me?")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("mark somewhere", ["somewhere", "CSE-2"]),
        ("mark CSE-2 31 Feb", ["31 Feb"]),
        ("mark CSE-2 absent", ["absent"]),
        ("mark CSE-99", ["CSE-99"]),
        (f"mark CSE-2 subject {'x' * 61}", ["too long", "60 characters"]),
        (f"mark CSE-2 because {'x' * 121}", ["too long", "120 characters"]),
        ("student", ["Which student?", "21CSE042"]),
        ("mark CSE-2 `<!channel>`", ["CSE-2"]),
    ],
)
def test_wrong_input_is_answered_with_the_input_and_an_example(
    teacher: Speaker, college: College, typed: str, told: list[str]
) -> None:
    teacher.types(f"/attendance {typed}").sees(*told)
    assert college.marks() == {}
    assert "<!channel>" not in teacher.last.text + json.dumps(teacher.last.blocks)


def test_today_is_the_colleges_day(house: House, teacher: Speaker, college: College) -> None:
    """At 19:00 UTC it is half past midnight in Kolkata: already tomorrow."""
    now = house.clock.now()
    at_seven = datetime(now.year, now.month, now.day, 19, tzinfo=UTC)
    house.clock.moved[0] = at_seven - now
    teacher.types("/attendance mark CSE-2").presses("Save attendance")
    (call,) = college.roll_calls()
    assert call.date == at_seven.date() + timedelta(days=1)


@pytest.fixture
def log() -> Iterator[list[str]]:
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    keep = Keep()
    logging.getLogger("attendance").addHandler(keep)
    logging.getLogger().addHandler(keep)
    yield lines
    logging.getLogger("attendance").removeHandler(keep)
    logging.getLogger().removeHandler(keep)


def test_one_line_a_request_says_who_did_what_to_which_class(teacher: Speaker, log: list[str]) -> None:
    teacher.types("/attendance mark CSE-2 absent 4")
    (line,) = [json.loads(entry) for entry in log]
    assert line.pop("ms") > 0
    assert line == {"kind": "command", "who": "UMEERA", "what": "mark", "class": "CSE-2", "outcome": "ok"}


def test_every_press_of_a_roll_call_says_which_class(teacher: Speaker, log: list[str]) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance")
    teacher.chooses("Late", beside="Chitra").presses("Undo").presses("Change").presses("Close")
    assert {json.loads(line)["class"] for line in log} == {"CSE-2"}


def test_what_a_stranger_types_is_not_taken_for_a_class_in_the_log(
    house: House, college: College, log: list[str]
) -> None:
    house.speaker("USTR", "Stranger").types("/attendance mark bala 2").sees("I don't know you yet")
    assert "bala" not in "".join(log).lower()


def test_no_name_mark_or_body_is_logged(house: House, teacher: Speaker, college: College, log: list[str]) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance")
    teacher.types("/attendance mark CSE-2 absent 4 77").types("/attendance nonsense Chitra")
    with college.database.begin() as tx:
        tx.execute(text("DROP TABLE audit"))
    teacher.types("/attendance mark CSE-2 absent 5")
    written = "\n".join(log)
    for secret in ("Chitra", "Dev", "Esha", "Meera", "nonsense", "absent 4", "21CSE", "signing-secret", "xoxb"):
        assert secret not in written
    assert '"outcome":"RollsNotClear"' in written
    assert '"outcome":"error"' in written


def test_an_unexpected_error_apologises_with_the_logged_reference_and_leaves_nothing(
    house: House, teacher: Speaker, college: College, log: list[str]
) -> None:
    teacher.types("/attendance mark CSE-2")
    with college.database.begin() as tx:
        tx.execute(text("ALTER TABLE audit RENAME TO away"))
    teacher.ticks("Chitra").presses("Save attendance").sees("Sorry, something went wrong", "reference")
    reference = teacher.last.text.rpartition(" ")[2].strip(".")
    assert any(reference in line for line in log)
    with college.database.begin() as tx:
        tx.execute(text("ALTER TABLE away RENAME TO audit"))
    assert college.marks() == {}
    teacher.presses("Save attendance")
    assert "1 absent: 03 Chitra" in teacher.screen()


def test_the_home_of_a_teacher_a_student_and_a_stranger(house: House, teacher: Speaker, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    teacher.opens_home().sees("Your classes today", "CSE-2 DBMS: not taken yet", "/attendance mark")
    house.speaker("UASHA", "Asha", email="asha@college.example").opens_home().sees("Your attendance", "no classes yet")
    house.speaker("UNEW", "New").opens_home().sees("I don't know you yet")


def test_an_old_button_asks_to_type_the_command_again(house: House, teacher: Speaker) -> None:
    teacher.types("/attendance")
    for block in teacher.last.blocks:
        for element in block.get("elements", []):
            element["action_id"] = "from-an-older-version"
    teacher.presses("Help").sees("This button is from an older message")
