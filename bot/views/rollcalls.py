"""A roll call on the screen: the roster to tick, and where there is a choice to make first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.period import said
from bot.domain.role import Teaching
from bot.domain.rollcall import Held, Line, Sheet, State, Status
from bot.domain.student import roll_labels
from bot.views.blocks import (
    Block,
    Message,
    Reader,
    actions,
    button,
    confirm,
    context,
    escaped,
    header,
    option,
    section,
    unformatted,
)
from bot.views.pressed import (
    CANCEL,
    CLOSE,
    MOST_TICKS,
    OPEN,
    PAGE,
    SAVE,
    TICK,
    Token,
    group_id,
    held_value,
)

MOST_STUDENTS = 400
"""Students on one page: 40 groups of ten, and room for the rest of the message in Slack's 50 blocks."""
MOST_BUTTONS, MOST_ROWS = 25, 40
"""Slack refuses a twenty-sixth element in one row."""


def title(held: Held, reader: Reader) -> str:
    """`CSE-2 · DBMS · Mon 23 Nov · P3`, not escaped."""
    parts = (str(held.class_code), held.subject, said(held.on, reader.today), held.period and f"P{held.period}")
    return " · ".join(filter(None, parts))


def labelled(line: Line, labels: Mapping[int, str]) -> str:
    """`04 Asha`, not escaped."""
    return f"{labels[line.student.student_id]} {line.student.name}"


def roster(sheet: Sheet, reader: Reader, reason: str = "", page: int = 0, note: str = "") -> Message:
    """The class with a box per student: ticked is absent. `note` is a sentence above it, escaped."""
    pages = max(1, -(-len(sheet.lines) // MOST_STUDENTS))
    page = min(page, pages - 1)
    shown = sheet.lines[page * MOST_STUDENTS : (page + 1) * MOST_STUDENTS]
    token = Token(sheet.roll_call.seen, sheet.drawn, page, reason)
    labels = roll_labels(line.student for line in sheet.lines)
    groups = [shown[start : start + MOST_TICKS] for start in range(0, len(shown), MOST_TICKS)]
    blocks = [
        header(title(sheet.roll_call.held, reader)),
        *([section(f":warning: {note}")] if note else []),
        section(_instructions(sheet, page, pages)),
        context(_history(sheet, reader)),
        *(_group(sheet, group, labels) for group in groups),
        _buttons(token, pages),
    ]
    return Message(_spoken(sheet, reader, labels, note), blocks)


def _instructions(sheet: Sheet, page: int, pages: int) -> str:
    where = f" Page {page + 1} of {pages}: save on the last one." if pages > 1 else ""
    return f"*{len(sheet.lines)} students: tick who is absent*, then press *Save attendance*.{where}"


def _history(sheet: Sheet, reader: Reader) -> str:
    """Who saved it before, if anybody, and that ticks are kept."""
    call = sheet.roll_call
    drafted = any(line.drafted for line in sheet.lines)
    kept = "Your unsaved ticks are back." if drafted else "Every tick is kept until you save."
    if call.state is State.OPEN or call.taken_at is None:
        return f"Not saved yet. {kept}"
    what = "Cancelled" if call.state is State.CANCELLED else "Saved"
    return f"{what} by {reader.name(call.taken_by)} at {reader.time(call.taken_at)}. {kept}"


def _group(sheet: Sheet, lines: Sequence[Line], labels: Mapping[int, str]) -> Block:
    options = [option(_box(line, labels), str(line.student.student_id)) for line in lines]
    ticked = [box for box, line in zip(options, lines, strict=True) if line.wanted is Status.ABSENT]
    boxes: Block = {"type": "checkboxes", "action_id": TICK, "options": options}
    if ticked:
        boxes["initial_options"] = ticked
    return actions(boxes, block_id=group_id(sheet.roll_call.seen, [line.student.student_id for line in lines]))


def _box(line: Line, labels: Mapping[int, str]) -> str:
    """The name, cut before the status so that a long one does not hide that somebody is excused."""
    if line.wanted in (Status.PRESENT, Status.ABSENT):
        return labelled(line, labels)
    return f"{labelled(line, labels)[:55]} ({line.wanted.word})"


def _buttons(token: Token, pages: int) -> Block:
    value = str(token)
    row = [button("Save attendance", SAVE, value, "primary")] if token.page == pages - 1 else []
    turned = {"Next page": token.page + 1, "Previous page": token.page - 1}
    for label, page in turned.items():
        if 0 <= page < pages:
            row.append(button(label, f"{PAGE}.{page}", value, "primary" if page > token.page else None))
    sure = confirm(
        "Class cancelled?", "It will count for nobody. Marks already saved for it are taken out.", "Cancelled", "Back"
    )
    return actions(
        *row, button("Class cancelled", CANCEL, value, confirm=sure), button("Close", CLOSE, value), block_id="roster"
    )


def _spoken(sheet: Sheet, reader: Reader, labels: Mapping[int, str], note: str) -> str:
    held = sheet.roll_call.held
    ticked = [escaped(labelled(line, labels)) for line in sheet.lines if line.wanted is Status.ABSENT]
    so_far = f"Ticked as absent: {', '.join(ticked)}." if ticked else "Nobody is ticked."
    apart = [
        f"{escaped(labelled(line, labels))} is {line.wanted.word}"
        for line in sheet.lines
        if line.wanted not in (Status.PRESENT, Status.ABSENT)
    ]
    return " ".join(
        filter(
            None,
            (
                note,
                f"{escaped(title(held, reader))}: {len(sheet.lines)} students, tick who is absent, then press Save"
                " attendance.",
                _history(sheet, reader),
                so_far,
                f"{'; '.join(apart)}." if apart else "",
                f"You can also type the roll numbers: /attendance mark {_typed(held)} absent 4 11.",
            ),
        )
    )


def _typed(held: Held) -> str:
    """The roll call as one would type it, escaped."""
    period = f" P{held.period}" if held.period else ""
    return escaped(f"{held.class_code} {held.subject} {held.on.isoformat()}{period}".replace("  ", " "))


def choice(options: Sequence[Teaching], holding: Held, reason: str, reader: Reader) -> Message:
    """Which class and subject is meant: one button each. `holding` has the date and period."""
    buttons = [
        button(
            f"{option.class_code} · {option.subject or 'no subject'}",
            f"{OPEN}.{number}",
            held_value(Held(option.class_code, holding.on, option.subject, holding.period), reason),
        )
        for number, option in enumerate(options[: MOST_BUTTONS * MOST_ROWS])
    ]
    names = ", ".join(escaped(str(option)) for option in options)
    question = f"Which one do you want to mark for {said(holding.on, reader.today)}?"
    rows = [buttons[start : start + MOST_BUTTONS] for start in range(0, len(buttons), MOST_BUTTONS)]
    blocks = [section(f"*{question}*"), *(actions(*row, block_id=f"choice.{n}") for n, row in enumerate(rows))]
    return Message(f"{question} {names}. Press one, or write it: /attendance mark {escaped(str(options[0]))}.", blocks)


def closed(held: Held, ticked: int, reader: Reader, reason: str) -> Message:
    """What stands where the roster was."""
    kept = f"Your {ticked} {'tick is' if ticked == 1 else 'ticks are'} kept" if ticked else "Nothing was ticked"
    text = f"{escaped(title(held, reader))}: closed, not saved. {kept}."
    again = actions(button("Open again", f"{OPEN}.0", held_value(held, reason)), block_id="closed")
    return Message(text, [section(text), again])


def named(lines: Sequence[Line], labels: Mapping[int, str]) -> str:
    """`04 Asha, 11 Dev`, safe inside formatted text."""
    return ", ".join(unformatted(labelled(line, labels)) for line in lines)
