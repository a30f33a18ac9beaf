"""Guards what admins are shown of an import: whatever is in a file, Slack takes it and it is said in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.imports import Import, Outcome, State, Upload, Wrong
from bot.views import imports
from bot.views.blocks import Reader
from infra.local.slack.blockkit import check_message, check_view
from infra.local.slack.blockkit.tables import characters
from infra.local.slack.methods.chat import MESSAGE_CHARACTERS
from tests.views.test_every_message import NASTY, assert_slack_takes

READER = Reader("U1", date(2026, 11, 22), ZoneInfo("Asia/Kolkata"))
NAMES = {"plain": "students.csv", "nasty": NASTY + ".csv", "none": "", "long": "தமிழ்" * 60 + ".xlsx"}
NOTHING = Outcome()


def outcome(text: str, size: int) -> Outcome:
    """As large as they come, with that text, as far as it is ever repeated, wherever a file may put one."""
    text = text[:60]
    wrong = tuple(Wrong(number, text, f"The e-mail `{text}` is no e-mail.") for number in range(min(size, 10)))
    classes = tuple((f"ABCDEFGHIJ-{n % 12 + 1}-{n:04}", 10**4) for n in range(size))
    return Outcome(
        rows=10**5,
        new=size,
        changed=size,
        errors=len(wrong),
        wrong=wrong,
        joining=classes,
        moving=tuple((one, one, 9) for one, _ in classes),
        beginning=tuple((f"2026-12-{n % 28 + 1:02}", 10**4) for n in range(size)),
        held_back=size,
        edits=(("name", 1), ("e-mail", 20_000)),
        edited=((text, "guardian contact", text * 4, text * 4),) * min(size, 10),
        takeovers=size,
        taking_over=((text[:32], text * 2, text * 2),) * min(size, 10),
        partings=size,
        parting=(text[:32],) * min(size, 20),
        returns=size,
        returning=(text[:32],) * min(size, 20),
        staying=size,
        absent=classes,
        ignored=(text,) * min(size, 20),
        notes=(text * 2,) * 5,
        why=text if size else "",
        decided_by="U2",
    )


def found(name: str, state: State, came_to: Outcome = NOTHING) -> Import:
    upload = Upload(name, 2**40, date(2026, 7, 1), "F1", "https://files.slack.com/F1")
    return Import(2**40, "U2", datetime(2026, 11, 22, 4, 32, tzinfo=UTC), state, upload, "C1 1.2", came_to)


@pytest.mark.parametrize("size", [0, 1, 12, 13, 500])
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_an_import_in_any_state_of_any_size(name: str, state: State, size: int) -> None:
    one = found(name, state, outcome(name, size))
    for attached in (None, True, False):
        report = imports.report(one, READER, attached)
        assert_slack_takes(report)
        assert characters(report.blocks) < MESSAGE_CHARACTERS
    check_view(imports.shown(one, READER).payload)
    check_message(imports.progress(one, "Adding students", 10_000, 20_000).payload)
    check_message(imports.held_up(one).payload)
    assert imports.errors_name(one).endswith(" errors.csv")


@pytest.mark.parametrize("waiting", [0, 1, 5, 60])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_form_with_any_number_of_files_that_wait(name: str, waiting: int) -> None:
    files = [found(name, State.CHECKED, outcome(name, 500))] * waiting
    check_view(imports.form(date(2026, 7, 1), files, READER).payload)


@pytest.mark.parametrize(
    ("state", "came_to", "said"),
    [
        (State.WAITING, NOTHING, "Checking"),
        (State.APPLYING, Outcome(rows=1, new=1), "Applying"),
        (State.DROPPED, NOTHING, "was discarded"),
        (State.DROPPED, Outcome(rows=2, unchanged=2), "nothing to do"),
        (State.DROPPED, Outcome(rows=2, new=2), "was discarded"),
        (State.REFUSED, Outcome(why="It is a PDF."), "Nothing was changed. It is a PDF."),
        (State.APPLIED, Outcome(rows=2, new=2, decided_by="U1"), "is applied: 2 rows: 2 new, 0 changed, 0 unchanged."),
        (State.APPLIED, Outcome(rows=2, new=2, decided_by="operator"), "Applied by the operator."),
        (State.CHECKED, Outcome(rows=2, new=2, why="It changed."), "It changed."),
        (State.CHECKED, Outcome(rows=1240, new=1180, changed=60), "1,240 rows: 1,180 new, 60 changed, 0 unchanged."),
        (
            State.REFUSED,
            Outcome(rows=2, errors=1, wrong=(Wrong(17, "0042", "The roll number `0042` is also in row 5."),)),
            "2 rows: 0 new, 0 changed, 0 unchanged, 1 error (row 17: The roll number 0042 is also in row 5).",
        ),
    ],
)
def test_each_state_is_told_in_words(state: State, came_to: Outcome, said: str) -> None:
    assert said in imports.report(found("students.csv", state, came_to), READER).payload["text"]


def test_it_is_said_when_the_modal_is_the_only_place() -> None:
    one = found("students.csv", State.CHECKED, Outcome(rows=1, new=1))
    assert imports.ONLY_HERE not in str(imports.shown(one, READER).payload)
    assert imports.ONLY_HERE in str(imports.shown(replace(one, message=""), READER).payload)
