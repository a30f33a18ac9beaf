"""What people are told besides attendance: help, refusals, apologies, and what they can do next."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.errors import Told
from bot.domain.role import Due, Person, Teaching
from bot.domain.rollcall import Held, RollCall, State
from bot.views.blocks import (
    Block,
    Message,
    Reader,
    actions,
    button,
    context,
    escaped,
    header,
    listed,
    mention,
    paragraphs,
    section,
    unformatted,
)
from bot.views.pressed import CHOOSE, OPEN, held_value
from bot.views.subcommands import offered

GO = "go"
"""Action ids `go.mark`, `go.me` …: the button types the subcommand."""

MOST_DUE = 20
"""Classes listed with a button each; a row and its button are one block."""


def welcome(person: Person) -> Message:
    """`/attendance` alone: what to do next, as buttons."""
    labelled = [one for one in offered(person) if one.label]
    buttons = [button(one.label, f"{GO}.{one.name}", one.name) for one in labelled]
    buttons.append(button("Help", f"{GO}.help", "help"))
    examples = ", ".join(f"`{one.usage[0]}`" for one in labelled)
    text = (
        f"What would you like to do? Press a button, or type: {examples}. `/attendance help` says what else there is."
    )
    return Message(text, [section(text), actions(*buttons, block_id="welcome")])


def help_for(person: Person, note: str = "") -> Message:
    """Only what this person may do, a line each. `note` is a sentence above it, escaped."""
    lines = [f"`{one.usage[0]}`: {one.does}" for one in offered(person)]
    more = f"`/attendance help {offered(person)[0].name}` shows all there is to one of them."
    tip = f"{more} Only you see the answers, reports in a channel aside."
    blocks = [*([section(note)] if note else []), header("What you can type"), *paragraphs("\n".join(lines))]
    return Message(f"{note} What you can type. {'. '.join(lines)}. {tip}".strip(), [*blocks, context(tip)])


def help_with(name: str, person: Person) -> Message | None:
    """All examples of one subcommand; `None` for one this person may not use."""
    told = [
        f"*{one.does[0].upper()}{one.does[1:]}*\n" + "\n".join(f"`{usage}`" for usage in one.usage)
        for one in offered(person)
        if one.name == name
    ]
    return Message(" ".join(told).replace("\n", " "), [section(one) for one in told]) if told else None


def not_understood(typed: str, nearest: str | None, person: Person) -> Message:
    """A subcommand nobody knows: the nearest one, and the short help. `typed` is quoted already."""
    guess = f" Did you mean `{nearest}`?" if nearest else ""
    return help_for(person, f"I don't know {escaped(typed)}.{guess}")


def told(refusal: Told) -> Message:
    """A refusal, in the words of the refusal; never in place of what was pressed."""
    ask = f" You can ask {listed([mention(one) for one in refusal.ask[:5]])}." if refusal.ask else ""
    text = escaped(refusal.sentence) + ask
    return Message(text, [section(text)], replaces=False)


def apology(reference: str) -> Message:
    """Something broke that the person cannot put right."""
    text = (
        "Sorry, something went wrong on my side. Nothing is half saved: please try again, twice does no harm. If it"
        f" happens again, tell your admin this reference: `{reference}`."
    )
    return Message(text, [section(f":warning: {text}")], replaces=False)


def file_may_lack(message: Message) -> Message:
    """A message above a file of which nobody knows whether Slack took it."""
    text = "Slack broke off while it took the file. If it is not below, please ask for it again."
    return Message(f"{message.text} {text}", [*message.blocks, context(f":warning: {text}")])


def not_opened() -> Message:
    """Slack did not open a form."""
    text = "Slack did not open the form in time. Nothing was changed: please type the command again."
    return Message(text, [section(f":warning: {text}")], replaces=False)


def due(classes: Sequence[Due], reader: Reader) -> Message:
    """The classes somebody takes, today's untaken ones first, each with a button; on a holiday, that it is one."""
    if reader.holiday:
        return Message(_holiday(reader), [section(_holiday(reader))])
    if not classes:
        text = "No class is down as yours yet. An admin can add your classes."
        return Message(text, [section(text)])
    shown = classes[:MOST_DUE]
    rest = f"{len(classes) - len(shown)} more: write the class, as in `/attendance mark {classes[-1].teaching}`."
    more = [context(escaped(rest))] if len(classes) > len(shown) else []
    said = "; ".join(f"{escaped(str(one.teaching))}: {_state(one, reader)}" for one in classes)
    text = f"Your classes today. {said}. Press one to take attendance, or type /attendance mark and the class."
    return Message(text, [header("Your classes today"), *(_due(o, reader) for o in shown), *more])


def _holiday(reader: Reader) -> str:
    return (
        f"Today is a holiday: *{unformatted(reader.holiday)}*. No attendance is taken. For another day, write it:"
        " `/attendance mark CSE-2 yesterday`."
    )


def _due(one: Due, reader: Reader) -> Block:
    """A class and its button; where the subject is open, the button asks for it as typing the class does."""
    held = Held(one.teaching.class_code, reader.today, one.teaching.subject)
    label, style = ("Mark", "primary") if one.is_open else ("Open", None)
    line = f"*{escaped(str(one.teaching))}*: {_state(one, reader)}"
    return section(line, button(label, f"{OPEN if held.subject else CHOOSE}.0", held_value(held), style))


def _state(due: Due, reader: Reader) -> str:
    """`taken by you at 10:02`, naming the subject and class where they are not the ones of the line."""
    return "; ".join(_done(call, due.teaching, reader) for call in due.settled) or "not taken yet"


def _done(call: RollCall, teaching: Teaching, reader: Reader) -> str:
    held, verb = call.held, "cancelled" if call.state is State.CANCELLED else "taken"
    other_class = str(held.class_code) if held.class_code != teaching.class_code else ""
    other_subject = held.subject if held.subject != teaching.subject else ""
    what = escaped(" ".join(filter(None, (other_class, other_subject, held.period and f"P{held.period}", verb))))
    when = f" at {reader.time(call.taken_at)}" if call.taken_at else ""
    return f"{what} by {reader.name(call.taken_by)}{when}"


def home(person: Person, classes: Sequence[Due], standing: Message | None, reader: Reader) -> Block:
    """The App Home: today's classes for a teacher, their own standing for a student, and what to type."""
    blocks: list[Block] = []
    if person.is_staff:
        lines = [f"• *{escaped(str(one.teaching))}*: {_state(one, reader)}" for one in classes[:MOST_DUE]]
        if len(classes) > MOST_DUE:
            lines.append(f"{len(classes) - MOST_DUE} more: type `/attendance mark`.")
        told = _holiday(reader) if reader.holiday else "\n".join(lines) or "No class is down as yours yet."
        blocks += [header("Your classes today"), section(told)]
    if standing:
        blocks += [block for block in standing.blocks if block["type"] != "actions"]
    return {"type": "home", "blocks": [*blocks, *help_for(person).blocks]}


def home_for_stranger(refusal: Told) -> Block:
    """The App Home of somebody the college has not added."""
    return {"type": "home", "blocks": told(refusal).blocks}
