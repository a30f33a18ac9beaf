"""How a student stands: fraction, band and the sentence people come for; the month in letters; the why."""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date

from bot.domain.history import Entry, History, Report, SubjectStanding
from bot.domain.percentage import Advice, Advise, Band, Standing
from bot.domain.period import DateRange, said, said_range
from bot.domain.student import Student
from bot.views.blocks import (
    Block,
    Message,
    Reader,
    actions,
    button,
    context,
    escaped,
    header,
    paragraphs,
    section,
    unformatted,
)
from bot.views.pressed import read_back

WHY, STANDING = "why", "standing"
MARKS = {Band.ELIGIBLE: ":large_green_circle:", Band.CONDONABLE: ":large_yellow_circle:", Band.SHORT: ":red_circle:"}
CELL = 4
"""Letters a day in the month grid; seven such days fit a phone."""


def advice_said(advice: Advice) -> str:
    """The sentence people come for, with the number in bold."""
    sentences = {
        Advise.NO_CLASSES: "No classes have been counted yet.",
        Advise.CAN_MISS: f"You can miss *{advice.number}* more.",
        Advise.ATTEND: f"Attend the next *{advice.number}* to get back to {advice.threshold} %.",
        Advise.OUT_OF_REACH: f"{advice.threshold} % can no longer be reached this term.",
        Advise.NO_MINIMUM: "There is no minimum to reach.",
    }
    return sentences[advice.advise]


def report(shown: Report, reader: Reader) -> Message:
    """The whole answer to `/attendance me`, or to `/attendance student` when somebody else reads it."""
    whose = "Your attendance" if shown.student.slack_user_id == reader.slack_user_id else _named(shown)
    heading = f"{whose}{_days_said(shown.days, reader)}"
    overall, subjects = _overall(shown), _subjects(shown)
    recent = [f"`{entry.letter}` {_what(entry, shown.student, reader)}: {_was(entry)}" for entry in shown.recent]
    blocks = [
        header(heading),
        section("\n".join(overall)),
        *paragraphs("\n".join(subjects)),
        *([section(f"*Last {len(recent)}*\n" + "\n".join(recent))] if recent else []),
        *_month(shown),
        context(_as_of(shown, reader)),
        actions(button("Why", f"{WHY}.0", _value(shown.student.student_id, shown.days)), block_id="standing"),
    ]
    last = [f"Last {len(recent)}: {'; '.join(recent)}."] if recent else []
    spoken = [f"{escaped(heading)}.", *overall, *subjects, *last, _month_said(shown), _as_of(shown, reader)]
    return Message(" ".join(filter(None, spoken)), blocks)


def _named(shown: Report | History) -> str:
    return f"Attendance of {shown.student.roll_no} {shown.student.name}"


def _days_said(days: DateRange | None, reader: Reader) -> str:
    return f", {said_range(days, reader.today)}" if days else ""


def _overall(shown: Report) -> list[str]:
    """The overall line; with a range, the range's figures without a judgement, and how it stands in all.

    Of somebody who left there is nothing to attend or to miss any more.
    """
    if not shown.student.active:
        figures = [_counted("Overall" if shown.whole is None else "These days", shown.overall)]
        return ["*In no class any more*: what was counted stays.", *figures]
    if shown.whole is None:
        return [_judged("Overall", shown.overall, shown.advice)]
    return [_counted("These days", shown.overall), _judged("In all", *shown.whole)]


def _subjects(shown: Report) -> list[str]:
    """A line per subject; none when there is only one without a name, which is the overall."""
    if [one.subject for one in shown.subjects] == [""]:
        return []
    is_past = shown.days or not shown.student.active
    return [
        _counted(_subject(one), one.standing) if is_past else _judged(_subject(one), one.standing, one.advice)
        for one in shown.subjects
    ]


def _judged(name: str, standing: Standing, advice: Advice) -> str:
    if not standing.counted:
        return _counted(name, standing)
    return f"{MARKS[standing.band]} *{name}*: {standing.text}, {standing.band}. {advice_said(advice)}"


def _counted(name: str, standing: Standing) -> str:
    return f"*{name}*: {standing.text}."


def _subject(one: SubjectStanding) -> str:
    return unformatted(one.subject) or "No subject"


def _what(entry: Entry, student: Student, reader: Reader) -> str:
    """`Fri 20 Nov · DBMS · P3`, with the class where it was not the student's own."""
    held = entry.held
    elsewhere = str(held.class_code) if held.class_code != student.class_code else ""
    parts = (said(held.on, reader.today), elsewhere, unformatted(held.subject), held.period and f"P{held.period}")
    return " · ".join(filter(None, parts))


def _was(entry: Entry) -> str:
    """`absent`; on a holiday `absent, but a holiday`."""
    return f"{entry.said}, but a holiday" if entry.holiday else entry.said


def _month(shown: Report) -> list[Block]:
    if not shown.month:
        return []
    grid = month_grid(shown.month_of, shown.month)
    key = "P present, A absent, L late, E excused, O on duty, · cancelled, a holiday or not marked yet"
    return [section(f"*{shown.month_of:%B %Y}*\n```{grid}```"), context(key)]


def month_grid(month_of: date, entries: tuple[Entry, ...]) -> str:
    """The month as a calendar from Monday on: the day, and under it a letter for each roll call of that day."""
    letters: dict[int, str] = defaultdict(str)
    for entry in entries:
        if entry.held.on.month == month_of.month:
            letters[entry.held.on.day] += entry.letter
    rows = [" ".join(f"{name:<{CELL}}" for name in ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"))]
    for week in calendar.Calendar().monthdayscalendar(month_of.year, month_of.month):
        rows.append(" ".join(f"{day or '':<{CELL}}" for day in week))
        if any(day in letters for day in week):
            rows.append(" ".join(f"{_cell(letters.get(day, '')):<{CELL}}" for day in week))
    return "\n".join(row.rstrip() for row in rows)


def _month_said(shown: Report) -> str:
    """The month grid in words: `November 2026: 2: P P, 3: A P.`"""
    days: dict[int, list[str]] = defaultdict(list)
    for entry in shown.month:
        days[entry.held.on.day].append(entry.letter)
    cells = ", ".join(f"{day}: {' '.join(letters)}" for day, letters in days.items())
    return f"{shown.month_of:%B %Y}: {cells}." if cells else ""


def _cell(letters: str) -> str:
    """The day's letters; more than fit are counted by letter (`5P1A`), the worst kept when even that is too much."""
    if len(letters) <= CELL:
        return letters
    counts = "".join(f"{letters.count(one)}{one}" for one in "ALEOP·" if one in letters)
    return counts if len(counts) <= CELL else counts[: CELL - 1] + "+"


def _as_of(shown: Report, reader: Reader) -> str:
    counted = f"As of {said(shown.last_counted, reader.today)}" if shown.last_counted else "Nothing counted yet"
    waiting = f"; {shown.unmarked} not marked yet" if shown.unmarked else "; nothing waits to be marked"
    return f"{counted}{waiting}."


def why(shown: History, reader: Reader) -> Message:
    """Each roll call, whether it counted, and the reason when it did not."""
    lines = [_why_line(entry, shown, reader) for entry in shown.entries]
    whose = f"{shown.student.roll_no} {shown.student.name}"
    where = f" Page {shown.page + 1} of {shown.pages}, newest first." if shown.pages > 1 else ""
    summary = f"{shown.overall.text} counted.{where}"
    blocks = [
        header(f"Why: {whose}{_days_said(shown.days, reader)}"),
        section(summary),
        *paragraphs("\n".join(lines)),
        _pages(shown),
    ]
    spoken = f"{escaped(whose)}{_days_said(shown.days, reader)}: {summary} {'. '.join(lines)}."
    return Message(spoken, blocks)


def _why_line(entry: Entry, shown: History, reader: Reader) -> str:
    reason = entry.why_not(shown.counting)
    verdict = f"does not count: {unformatted(reason)}" if reason else "counts"
    return f"`{entry.letter}` {_what(entry, shown.student, reader)}: {entry.said}, {verdict}"


def _pages(shown: History) -> Block:
    value = _value(shown.student.student_id, shown.days)
    row = [button("Back", STANDING, value)]
    if shown.page > 0:
        row.append(button("Newer", f"{WHY}.{shown.page - 1}", value))
    if shown.page + 1 < shown.pages:
        row.append(button("Older", f"{WHY}.{shown.page + 1}", value))
    return actions(*row, block_id="why")


def _value(student_id: int, days: DateRange | None) -> str:
    return f"{student_id}.{days.first}.{days.last}" if days else str(student_id)


@read_back
def read_value(value: str) -> tuple[int, DateRange | None]:
    """The student and the days, back from a button's value."""
    student_id, _, days = value.partition(".")
    if not days:
        return int(student_id), None
    first, _, last = days.partition(".")
    return int(student_id), DateRange(date.fromisoformat(first), date.fromisoformat(last))
