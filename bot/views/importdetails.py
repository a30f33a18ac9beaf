"""What the numbers of a list of students are made of: who is new, moves, returns, and what else changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import accumulate, takewhile

from bot.domain.imports import Import, Outcome, State
from bot.domain.period import said
from bot.views.blocks import Reader, escaped, listed, unformatted

MOST_CLASSES = 12
LONGEST_NAMED = 40
"""Characters of a column's title, or of a value, worth repeating."""
LONGEST_LIST = 500
"""Characters of what is told one by one, escaped: a message has an end."""


def details(found: Import, reader: Reader) -> list[str]:
    """A paragraph for each kind of change, and for what was left alone."""
    outcome, since = found.outcome, said(found.upload.since, reader.today)
    told = []
    if outcome.joining:
        told.append(f"*New:* {_by_class(outcome.joining)}, from {since} unless their row has a date.")
    return [*told, *_seats(found, reader.today), *_values(outcome), *_partings(outcome), *_asides(outcome)]


def many(count: int, noun: str) -> str:
    """`1 row`, `1,240 rows`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _seats(found: Import, today: date) -> list[str]:
    """Who changes class or returns, and from when."""
    outcome, told = found.outcome, []
    if outcome.moving:
        moves = [f"{escaped(before)} → {escaped(after)}: {count:,}" for before, after, count in outcome.moving]
        total = sum(count for _, _, count in outcome.moving)
        told.append(f"*{_do(total, 'move')}:* {_first(moves)}. Their marks stay with the class they were made in.")
    if outcome.returns:
        had = "had" if outcome.returns > 1 else "has"
        whose = _named(outcome.returning, outcome.returns)
        told.append(f"*{_do(outcome.returns, 'return')}* who {had} been removed: {whose}.")
    if outcome.takeovers:
        same = [
            f"{_value(roll)} {_value(name)} returns to the record of {_value(was)}"
            for roll, was, name in outcome.taking_over
        ]
        what_else = "" if found.state is State.APPLIED else " If not, discard this list."
        told.append(f"*Is it the same person?* {_and_more(same, outcome.takeovers)}.{what_else}")
    if outcome.beginning:
        days = [f"{said(date.fromisoformat(day), today)} ({count:,})" for day, count in outcome.beginning]
        told.append(f"Who moves or returns is in the new class from {_first(days)}.{_held_back(outcome.held_back)}")
    return told


def _held_back(count: int) -> str:
    if not count:
        return ""
    was = "was" if count == 1 else "were"
    return f" {count:,} of them {was} marked today already, and {'begins' if count == 1 else 'begin'} after that."


def _values(outcome: Outcome) -> list[str]:
    """What else changes, the first of it one by one."""
    if not outcome.edits:
        return []
    total = sum(count for _, count in outcome.edits)
    edited = [
        f"{_value(roll)} {what} {_value(old) if old else 'none'} → {_value(new)}"
        for roll, what, old, new in outcome.edited
    ]
    one_by_one = f": {_and_more(edited, total, '; ')}" if edited else ""
    return [f"*Other values:* {', '.join(many(count, what) for what, count in outcome.edits)}{one_by_one}."]


def _partings(outcome: Outcome) -> list[str]:
    if not outcome.partings:
        return []
    ends, came = ("link to Slack ends", "it") if outcome.partings == 1 else ("links to Slack end", "they")
    whose = _named(outcome.parting, outcome.partings)
    return [f"*{outcome.partings:,} {ends}* with the e-mail {came} came from: {whose}. The new one links anew."]


def _asides(outcome: Outcome) -> list[str]:
    told = []
    if outcome.absent and not outcome.errors:  # a row with an error may be one of them
        told.append(f"Of the same classes, not in the file and left as they are: {_by_class(outcome.absent)}.")
    if outcome.staying:
        sit, their, stay = ("sits", "its", "stays") if outcome.staying == 1 else ("sit", "their", "stay")
        told.append(f"{outcome.staying:,} {sit} in a section of the class {their} row names, and {stay} there.")
    if outcome.ignored:
        titles = [_value(title) for title in outcome.ignored]
        told.append(f"Columns I don't use: {', '.join(titles)}.")
    return [*told, *(escaped(note) for note in outcome.notes)]


def _do(count: int, verb: str) -> str:
    """`1 moves`, `3 move`."""
    return f"{count:,} {verb}{'s' if count == 1 else ''}"


def _value(text: str) -> str:
    return unformatted(text if len(text) <= LONGEST_NAMED else text[: LONGEST_NAMED - 1] + "…")


def _named(rolls: Sequence[str], of: int) -> str:
    kept, more = _fitting([unformatted(roll) for roll in rolls], of)
    return listed([*kept, *more])


def _and_more(items: Sequence[str], of: int, between: str = ", ") -> str:
    kept, more = _fitting(items, of)
    return between.join([*kept, *(f"and {rest}" for rest in more)])


def _fitting(items: Sequence[str], of: int) -> tuple[Sequence[str], list[str]]:
    """The first of them, as many as there is room for, and `12 more` for the rest of all."""
    room = takewhile(lambda length: length <= LONGEST_LIST, accumulate(map(len, items)))
    kept = items[: len(list(room))]
    return kept, [f"{of - len(kept):,} more"] if of > len(kept) else []


def _by_class(counted: Sequence[tuple[str, int]]) -> str:
    return _first([f"{escaped(code)} {count:,}" for code, count in counted])


def _first(items: Sequence[str]) -> str:
    rest = len(items) - MOST_CLASSES
    return ", ".join(items[:MOST_CLASSES]) + (f" and {rest} more" if rest > 0 else "")
