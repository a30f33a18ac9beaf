"""A class about to be promoted or split: who goes, who does not and why, and the button that does it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.classcode import ClassCode
from bot.domain.movement import Promotion, Split
from bot.domain.period import said
from bot.domain.promotion import Asked, Kept, Plan, Preview, Why
from bot.domain.sections import Part
from bot.domain.student import Student, roll_labels
from bot.views.blocks import (
    Block,
    Message,
    Reader,
    actions,
    button,
    escaped,
    header,
    listed,
    paragraphs,
    section,
    unformatted,
)
from bot.views.pressed import read_back

PROMOTE, LEAVE_IT = "promote", "promote-not"
CHANGED = "The class is not as it was when you were shown this, so nothing was done. This is how it is now."
MOST_NAMED = 25
"""Students named in one list; of more, how many."""
MOST_GOING = 10
"""The same of those who go as asked: who does not is what has to be looked at."""


def preview(plan: Plan, reader: Reader, at: int, note: str = "") -> Message:
    """What would happen, and a button for it when somebody would be moved. `at` is now, in microseconds."""
    heading = _heading(plan.asked)
    told = [*([f":warning: {note}"] if note else []), *_told(plan, reader)]
    blocks = [header(heading), *as_blocks(told)]
    row = [button("Cancel", LEAVE_IT, "cancel")]
    if plan.movers:
        shown = Preview(at, plan.checksum)
        row = [button(_label(plan), PROMOTE, value(plan.asked, plan.on, shown), "primary"), *row]
    return Message(f"{escaped(heading)}. {' '.join(told)}", [*blocks, actions(*row, block_id="promotion")])


def left_alone() -> Message:
    """What takes the place of a preview that was cancelled."""
    text = "Cancelled. Nobody was moved."
    return Message(text, [section(text)])


def value(asked: Asked, on: date, shown: Preview) -> str:
    """All of it as a button carries it."""
    source = asked.source
    carried: dict[str, Any] = {
        "from": [source.branch, source.year, source.section],
        "on": on.isoformat(),
        "why": asked.reason,
        "shown": [shown.at, shown.checksum],
    }
    if isinstance(asked, Split):
        carried["parts"] = [[part.section, " ".join(part.rolls), part.rest] for part in asked.parts]
    elif asked.target:
        carried["to"] = [asked.target.branch, asked.target.year, asked.target.section]
    return json.dumps(carried, separators=(",", ":"), ensure_ascii=False)


@read_back
def read_value(carried: str) -> tuple[Asked, Preview]:
    """Back from the button."""
    found = json.loads(carried)
    source, on, why = ClassCode(*found["from"]), date.fromisoformat(found["on"]), str(found["why"])
    shown = Preview(*map(int, found["shown"]))
    if "parts" in found:
        parts = tuple(Part(str(name), tuple(rolls.split()), bool(rest)) for name, rolls, rest in found["parts"])
        return Split(source, parts, on, why), shown
    target = ClassCode(*found["to"]) if "to" in found else None
    return Promotion(source, target, on, why), shown


def counted(number: int) -> str:
    """`57 students`, `1 student`."""
    return f"{number} student{'' if number == 1 else 's'}"


def names(students: Sequence[Student], labels: Mapping[int, str] | None = None, most: int = MOST_NAMED) -> str:
    """`04 Asha, 11 Dev`, and how many more; escaped. `labels`: of everybody in a message with several lists."""
    labels = labels or roll_labels(students)
    shown = [unformatted(f"{labels[one.student_id]} {one.name}") for one in students[:most]]
    more = len(students) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _heading(asked: Asked) -> str:
    if isinstance(asked, Split):
        return f"Split {asked.source} into {listed([part.section for part in asked.parts])}"
    if asked.target is None:
        return f"{asked.source} leaves the college"
    return f"{'Move' if asked.is_within else 'Promote'} {asked.source} to {asked.target}"


def _label(plan: Plan) -> str:
    how_many = counted(len(plan.movers))
    if isinstance(plan.asked, Split) or plan.asked.is_within:
        return f"Move {how_many}"
    return f"Promote {how_many}" if plan.asked.target else f"Let {how_many} leave"


def _told(plan: Plan, reader: Reader) -> Iterator[str]:
    """A paragraph each; all that matters first."""
    day, source = said(plan.on, reader.today), plan.asked.source
    if not plan.movers:
        yield f"*Nobody* of `{source}` would be moved on {day}."
    elif None in plan.targets:
        yield f"*{_who(plan, 'leave')}*: from *{day}* on they are in no class. {_until(plan, reader)}"
    else:
        yield f"*{_who(plan, f'of {source} change')}* class on *{day}*. {_until(plan, reader)}"
    labels = roll_labels([*(one.student for one in plan.movers), *(one.student for one in plan.kept)])
    yield from _left_behind(plan, labels, reader)
    yield from _ways(plan, labels)
    if plan.crowded:
        yield (
            f":warning: `{_target(plan)}` has {counted(plan.crowded)} of its own on that day. Promote them first, or"
            " they will share a class."
        )
    if plan.dropped:
        yield f":warning: What was planned for a later day is dropped for {names(plan.dropped, labels)}."
    if plan.nobody:
        yield f"Nobody in this class has the number {escaped(listed(plan.nobody[:MOST_NAMED]))}."


def _who(plan: Plan, verb: str) -> str:
    """`57 students leave`, `1 student leaves`."""
    return f"{counted(len(plan.movers))} {verb}{'s' if len(plan.movers) == 1 else ''}"


def _target(plan: Plan) -> ClassCode | None:
    return plan.asked.target if isinstance(plan.asked, Promotion) else None


def _until(plan: Plan, reader: Reader) -> str:
    """What the date means."""
    stays = "Marks already made stay where they were made, and count as before."
    if plan.on > reader.today:
        return f"Until then nothing changes. {stays}"
    if plan.on == reader.today or None in plan.targets:
        return stays
    return (
        "That day is past: in roll calls of the new class since then they are not marked, which counts neither way."
        f" {stays}"
    )


def _ways(plan: Plan, labels: Mapping[int, str]) -> Iterator[str]:
    """Each target with who comes into it."""
    coming: dict[str, list[Student]] = defaultdict(list)
    for one in plan.movers:
        coming[str(one.after or "Out")].append(one.student)
    for target, students in sorted(coming.items()):
        yield f"*{escaped(target)}* · {len(students)}: {names(students, labels, MOST_GOING)}"


def _left_behind(plan: Plan, labels: Mapping[int, str], reader: Reader) -> Iterator[str]:
    """Who is not moved, by the reason."""
    apart: dict[str, list[Student]] = defaultdict(list)
    for one in plan.kept:
        apart[_why(one, reader)].append(one.student)
    lines = [f"• {why}: {names(students, labels)}" for why, students in apart.items()]
    if lines:
        yield f":warning: *{len(plan.kept)}* not moved:\n" + "\n".join(lines)


def _why(kept: Kept, reader: Reader) -> str:
    there = f"`{kept.student.class_code}`"
    if kept.why is Why.MARKED and kept.on:
        return f"marked in {there} on {said(kept.on, reader.today)}, so the day after is the first possible"
    if kept.why is Why.LEAVES and kept.on:
        return f"{'left' if kept.on <= reader.today else 'leaves'} on {said(kept.on, reader.today)}"
    return {
        Why.MOVES: f"in {there} by then",
        Why.JOINS: f"comes into {there} only that day",
        Why.THERE: f"in {there} already",
        Why.UNNAMED: f"named for no section, so stays in {there}",
    }.get(kept.why, "")


def as_blocks(told: Sequence[str]) -> list[Block]:
    """A paragraph each, in as many sections as it takes."""
    return [block for text in told for block in paragraphs(text, most=4)]
