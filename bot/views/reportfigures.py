"""What a report found, in a sentence and in a small table, or in the table's words. Counts, never names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.percentage import Standing
from bot.domain.report import Facts, Kind, Line, Wanted, said_days
from bot.views.blocks import Block, context, cut, unformatted

MOST_LINES = 15
"""Of a table in a message: what is read at a glance."""
LONGEST_CELL = 60
NOTHING = 10_000
"""Behind all percentages, which are in tenths, for what has none."""
PLURALS = {"class": "classes"}


def what(wanted: Wanted) -> str:
    """`summary of *CSE-2*, 16 – 22 Nov 2026`."""
    return f"{wanted.kind.noun} of *{unformatted(_whom(wanted))}*, {said_days(wanted.days)}"


def _whom(wanted: Wanted) -> str:
    return str(wanted.class_code or "all classes")


def headline(facts: Facts, wanted: Wanted, on: date) -> str:
    """`53 of 60 students are at 75 % or more; 7 are below, 3 of them short. Overall …`; `on` is the day it is made."""
    calls = _counted(facts.roll_calls, "roll call")
    missing = f"{_counted(facts.unmarked, 'mark')} missing" if facts.unmarked else "no mark missing"
    if not facts.standing.counted:
        return _nothing(facts, wanted, on, f"{calls}, {missing}")
    parts = [_banded(facts), f"Overall {facts.standing.text}.", f"{calls}, {missing}."]
    if wanted.kind is Kind.SHORTAGE:
        parts.append("The file lists those below who are still in the class." if facts.bands.below else "")
    return " ".join(filter(None, parts))


def _nothing(facts: Facts, wanted: Wanted, on: date, how_many: str) -> str:
    days = "on this day" if wanted.days.days == 1 else "on these days"
    is_over = wanted.days.last < on
    if not facts.roll_calls:
        return f"No attendance was taken {days}." if is_over else f"No attendance has been taken {days} yet."
    return f"Nothing is counted {days}{'' if is_over else ' yet'}: {how_many}."


def _banded(facts: Facts) -> str:
    bands, line = facts.bands, facts.standing.threshold
    judged, none = bands.students - bands.none, bands.none
    without = f" {_counted(none, 'student')} {'has' if none == 1 else 'have'} no counted roll call." if none else ""
    if not bands.below:
        all_of = "The one student is" if judged == 1 else f"All {judged} students are"
        return f"{all_of} at {line} % or more.{without}"
    above = f"{bands.eligible} of {_counted(judged, 'student')} {'is' if bands.eligible == 1 else 'are'}"
    below = f"{bands.below} {'is' if bands.below == 1 else 'are'} below"
    return f"{above} at {line} % or more; {below}{_short(facts)}.{without}"


def _short(facts: Facts) -> str:
    """How many are below the second line too."""
    short, under = facts.bands.short, f"short (under {facts.standing.condonation} %)"
    if short == facts.bands.below:
        return f", and {under}" if short == 1 else f", all of them {under}"
    return f", {short} of them {under}" if short else ""


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one if number == 1 else PLURALS.get(one, one + 's')}"


def _shown(facts: Facts) -> tuple[Sequence[Line], int]:
    """The lines of the table, the lowest first where there are too many; and how many are left out."""
    if len(facts.lines) <= MOST_LINES:
        return facts.lines, 0

    def percent(line: Line) -> int:
        tenths = _standing(line, facts).tenths
        return NOTHING if tenths is None else tenths

    lowest = sorted(facts.lines, key=percent)
    return lowest[:MOST_LINES], len(facts.lines) - MOST_LINES


def _standing(line: Line, facts: Facts) -> Standing:
    return Standing(line.counted, line.halves, facts.standing.threshold, facts.standing.condonation)


def _left_out(facts: Facts) -> str:
    _, left = _shown(facts)
    what = f"more {facts.by} is" if left == 1 else f"more {PLURALS.get(facts.by, facts.by + 's')} are"
    return f"Above are the {MOST_LINES} with the lowest attendance; {left:,} {what} in the file." if left else ""


def lines_said(facts: Facts) -> list[str]:
    """The table in words: `CSE-2-A: 12 roll calls, 230/288 = 79.8 %, 3 of 24 below.`"""
    if len(facts.lines) < 2:
        return []
    return [*(_line_said(line, facts) for line in _shown(facts)[0]), *filter(None, [_left_out(facts)])]


def _line_said(line: Line, facts: Facts) -> str:
    below = f", {line.bands.below} of {_counted(line.bands.students, 'student')} below" if line.bands else ""
    calls = _counted(line.roll_calls, "roll call")
    return f"{unformatted(_named(line))}: {calls}, {_standing(line, facts).text}{below}."


def _named(line: Line) -> str:
    return line.name or "No subject"


def table(facts: Facts) -> list[Block]:
    """Slack's own table; none for a single line, which is the headline once more.

    A phone shows the first columns: what is looked for stands there.
    """
    if len(facts.lines) < 2:
        return []
    has_bands = any(line.bands for line in facts.lines)
    heads = [facts.by.capitalize(), "Percent", *([f"Below {facts.standing.threshold} %"] if has_bands else [])]
    heads += ["Attended", *(["Students"] if has_bands else []), "Roll calls"]
    rows = [_row(line, facts, has_bands) for line in _shown(facts)[0]]
    drawn: Block = {
        "type": "data_table",
        "caption": f"By {facts.by}",
        "page_size": MOST_LINES,
        "rows": [[_words(head) for head in heads], *rows],
    }
    left_out = _left_out(facts)
    return [drawn, *([context(left_out)] if left_out else [])]


def _row(line: Line, facts: Facts, has_bands: bool) -> list[Block]:
    one, bands = _standing(line, facts), line.bands
    percent = _words("–") if one.tenths is None else _number(one.tenths / 10, one.percent)
    attended = _words(one.fraction if one.counted else "–")
    students, below = (_number(bands.students), _number(bands.below)) if bands else (_words("–"), _words("–"))
    calls = _number(line.roll_calls)
    if not has_bands:
        return [_words(_named(line)), percent, attended, calls]
    return [_words(_named(line)), percent, below, attended, students, calls]


def _words(text: str) -> Block:
    return {"type": "raw_text", "text": cut(text, LONGEST_CELL)}


def _number(value: float, text: str = "") -> Block:
    return {"type": "raw_number", "value": value, "text": text or f"{value:,}"}
