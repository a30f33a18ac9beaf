"""Students in another class: the card of a transfer, a promotion or a split, and what is left of it once undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.domain.enrolment import Placed
from bot.domain.period import said
from bot.domain.promotion import Done, Promoted, Transferred, Undone
from bot.domain.student import Student
from bot.views.blocks import (
    Message,
    Reader,
    actions,
    button,
    context,
    escaped,
    header,
    listed,
    section,
    unformatted,
)
from bot.views.pressed import read_back
from bot.views.promoting import as_blocks, counted, names

TAKE_BACK = "take-back"
UNDO_UNTIL = "Undo works until somebody is marked in the new class."
DONE = ":white_check_mark:"
VERBS = {"move": "Moved", "promote": "Promoted", "leave": "Sent off", "split": "Split"}


def transferred(done: Transferred, reader: Reader) -> Message:
    """One student in another class, with Undo."""
    who = unformatted(f"{done.student.roll_no} {done.student.name}")
    if done.promoted is None:
        day = "" if done.placed.on == reader.today else f" from {said(done.placed.on, reader.today)} on"
        text = f"*{who}* is in `{done.placed.after}` already{day}. Nothing was changed."
        return Message(text, [section(text)])
    told = [f"{DONE} *{who}* {_went(done, reader)}", *_warned(done, reader)]
    return _card(told, f"{UNDO_UNTIL}", done.promoted)


def done(outcome: Done, reader: Reader) -> Message:
    """Many students moved, with Undo while there is something to undo."""
    promoted = outcome.promoted
    told = [f"{DONE} {_all_went(promoted, reader)}"]
    if outcome.repeated:
        was = f"It was undone {_at(promoted, reader)}." if promoted.undone_at else ""
        told.insert(0, f"This was done already; nothing more happened now. {was}".rstrip())
    if outcome.kept:
        told.append(f"Not moved: {names([one.student for one in outcome.kept])}.")
    by = f"{VERBS[promoted.action]} by {reader.name(promoted.made_by)} at {reader.time(promoted.made_at)}."
    until = "" if promoted.undone_at else f" {UNDO_UNTIL} `/attendance promote` has the button later on."
    return _card(told, by + until, None if promoted.undone_at else promoted)


def undone(outcome: Undone, reader: Reader) -> Message:
    """Students back where they were."""
    back = outcome.back
    who = unformatted(f"{back[0].roll_no} {back[0].name}") if len(back) == 1 else counted(len(back))
    classes = listed([f"`{one}`" for one in outcome.promoted.sources]) or "no class"
    verb = "is" if len(back) == 1 else "are"
    told = [f":leftwards_arrow_with_hook: Taken back: *{who}* {verb} in {classes} as before."]
    (one, *more) = outcome.promoted.placed
    if one.goes_on and one.off and not more:
        told = [f":leftwards_arrow_with_hook: Taken back: for *{who}* {_moves(one, reader.today)} on again."]
    if outcome.repeated:
        told.insert(0, "This was undone already; nothing more happened now.")
    if outcome.moved_since:
        told.append(f":warning: Moved again since, and left where they are: {names(outcome.moved_since)}.")
    return Message(" ".join(told), as_blocks(told))


def lately(made: Sequence[tuple[Promoted, Student | None]], reader: Reader) -> Message:
    """What was moved lately and can be undone, and how to promote a class."""
    how = "To promote a class, type `/attendance promote CSE-2 CSE-3 from 1 Jul`: you are shown first who goes."
    if not made:
        text = f"Nobody was moved lately. {how}"
        return Message(text, [section(text)])
    told = [_line(one, student, reader) for one, student in made]
    undo = [button("Undo", TAKE_BACK, str(one.promotion_id)) for one, _ in made]
    rows = [section(text, press) for text, press in zip(told, undo, strict=True)]
    return Message(f"Moved lately. {' '.join(told)} {how}", [header("Moved lately"), *rows, context(how)])


@read_back
def read_value(value: str) -> int:
    """The promotion behind an Undo."""
    return int(value)


def _card(told: Sequence[str], small: str, promoted: Promoted | None) -> Message:
    row = [actions(button("Undo", TAKE_BACK, str(promoted.promotion_id)), block_id="moved")] if promoted else []
    return Message(f"{' '.join(told)} {small}", [*as_blocks(told), context(small), *row])


def _went(done: Transferred, reader: Reader) -> str:
    """`is in CSE-3-A from today on. Until then …`"""
    placed, today = done.placed, reader.today
    before = f"in `{placed.before}`" if placed.before else "in no class"
    if placed.goes_on and placed.off:
        stays = "stays in" if placed.off[0].first > today else "is back in"
        return f"{stays} `{placed.after}`; {_moves(placed, today)} off."
    if placed.on > today:
        return f"will be in `{placed.after}` from {said(placed.on, today)} on; until then {before}, as now."
    return f"is in `{placed.after}` {_since(placed.on, today)}, and was {before} before."


def _moves(placed: Placed, today: date) -> str:
    """`the move to CSE-3 planned for Tue 24 Nov is`"""
    each = [
        f"`{one.class_code}` {'planned for' if one.first > today else 'of'} {said(one.first, today)}"
        for one in placed.off
    ]
    return f"the {'move' if len(each) == 1 else 'moves'} to {listed(each)} {'is' if len(each) == 1 else 'are'}"


def _since(on: date, today: date) -> str:
    return "from today on" if on == today else f"since {said(on, today)}"


def _warned(done: Transferred, reader: Reader) -> Iterator[str]:
    placed = done.placed
    if placed.goes_on and placed.off:
        return
    if placed.before:
        yield f"Marks already made stay with `{placed.before}`, and count as before."
    for one in placed.dropped:
        yield f":warning: What was planned is dropped: `{one.class_code}` from {said(one.first, reader.today)} on."
    if done.sections:
        there = listed([f"`{escaped(one)}`" for one in done.sections])
        example = f"`/attendance transfer {unformatted(done.student.roll_no)} {placed.after}-{done.sections[0]}`"
        yield f":warning: `{placed.after}` has the sections {there}, and this student is in none: {example}."
    elif not done.mates:
        yield f":warning: Nobody else is in `{placed.after}` then. If that is a slip, press Undo."


def _all_went(promoted: Promoted, reader: Reader) -> str:
    """`57 students of CSE-2 are in CSE-3 from today on.`"""
    many, sources = counted(len(promoted.placed)), listed([f"`{one}`" for one in promoted.sources])
    day, ahead = said(promoted.on, reader.today), promoted.on > reader.today
    verb = "is" if len(promoted.placed) == 1 else "are"
    if None in promoted.targets:
        return f"*{many}* of {sources} {'will be' if ahead else verb} in no class from {day} on."
    targets = sorted(promoted.targets.items(), key=lambda pair: str(pair[0]))
    into = listed([f"`{target}`" if len(targets) == 1 else f"`{target}` ({times})" for target, times in targets])
    if ahead:
        return f"*{many}* of {sources} will be in {into} from {day} on; until then nothing changes."
    return f"*{many}* of {sources} {verb} in {into} {_since(promoted.on, reader.today)}."


def _line(promoted: Promoted, student: Student | None, reader: Reader) -> str:
    who = unformatted(f"{student.roll_no} {student.name}") if student else counted(len(promoted.placed))
    sources = listed([str(one) for one in promoted.sources]) or "no class"
    targets = listed(sorted(str(one) for one in promoted.targets if one)) or "no class"
    placed = promoted.placed[0]
    by = f"{reader.name(promoted.made_by)} at {reader.time(promoted.made_at)}"
    if student and placed.goes_on and placed.off:
        return f"*{who}*: stays in {escaped(targets)}; {_moves(placed, reader.today)} off, by {by}."
    return f"*{who}*: {escaped(sources)} → {escaped(targets)} from {said(promoted.on, reader.today)}, by {by}."


def _at(promoted: Promoted, reader: Reader) -> str:
    return f"at {reader.time(promoted.undone_at)}" if promoted.undone_at else ""
