"""What people are told besides attendance: help, refusals, apologies, and what they can do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import Told
from bot.domain.role import Due, Person, Teaching
from bot.domain.rollcall import Held, RollCall, State
from bot.views.blocks import Block, Message, Reader, actions, button, context, escaped, header, listed, mention, section
from bot.views.pressed import CHOOSE, OPEN, held_value

GO = "go"
"""Action ids `go.mark`, `go.me` …: the button types the subcommand."""

MOST_DUE = 20
"""Classes listed with a button each; a row and its button are one block."""


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One thing to type after `/attendance`. `usage` and `does` are what help says; `label` is on its button."""

    name: str
    usage: tuple[str, ...]
    does: str
    label: str
    staff: bool = False
    student: bool = False

    def is_for(self, person: Person) -> bool:
        """Whether this person may use it."""
        return (self.staff and person.is_staff) or (self.student and person.student is not None)


SUBCOMMANDS = (
    Subcommand(
        "mark",
        (
            "/attendance mark",
            "/attendance mark CSE-2",
            "/attendance mark CSE-2 DBMS yesterday period 3",
            "/attendance mark CSE-2 absent 4 11 23 late 7",
            "/attendance mark CSE-2 all present",
        ),
        "take attendance: tick who is absent, or type it; change what was saved",
        "Take attendance",
        staff=True,
    ),
    Subcommand(
        "student",
        ("/attendance student 21CSE042", "/attendance student 21CSE042 this month"),
        "see how one of your students stands",
        "",
        staff=True,
    ),
    Subcommand(
        "me",
        ("/attendance me", "/attendance me this month", "/attendance me 1 Nov - 20 Nov"),
        "see your own attendance and how many classes you can miss",
        "My attendance",
        student=True,
    ),
)


def offered(person: Person) -> tuple[Subcommand, ...]:
    """What this person may use."""
    return tuple(one for one in SUBCOMMANDS if one.is_for(person))


def welcome(person: Person) -> Message:
    """`/attendance` alone: what to do next, as buttons."""
    buttons = [button(one.label, f"{GO}.{one.name}", one.name) for one in offered(person) if one.label]
    buttons.append(button("Help", f"{GO}.help", "help"))
    examples = ", ".join(f"`{one.usage[0]}`" for one in offered(person))
    text = f"What would you like to do? Press a button, or type: {examples}."
    return Message(text, [section(text), actions(*buttons, block_id="welcome")])


def help_for(person: Person, note: str = "") -> Message:
    """Only what this person may do, each with examples. `note` is a sentence above it, escaped."""
    told = [f"*{one.does.capitalize()}*\n" + "\n".join(f"`{usage}`" for usage in one.usage) for one in offered(person)]
    note_block = [section(note)] if note else []
    text = "\n\n".join(told)
    tip = "Everything works on a phone. Only you see the answers."
    spoken = f"{note} What you can type. {text} {tip}".replace("\n", " ").strip()
    return Message(spoken, [*note_block, header("What you can type"), *(section(one) for one in told), context(tip)])


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


def due(classes: Sequence[Due], reader: Reader) -> Message:
    """The classes somebody takes, today's untaken ones first, each with a button."""
    if not classes:
        text = "No class is down as yours yet. An admin can add your classes."
        return Message(text, [section(text)])
    shown = classes[:MOST_DUE]
    rest = f"{len(classes) - len(shown)} more: write the class, as in `/attendance mark {classes[-1].teaching}`."
    more = [context(escaped(rest))] if len(classes) > len(shown) else []
    said = "; ".join(f"{escaped(str(one.teaching))}: {_state(one, reader)}" for one in classes)
    text = f"Your classes today. {said}. Press one to take attendance, or type /attendance mark and the class."
    return Message(text, [header("Your classes today"), *(_due(o, reader) for o in shown), *more])


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
        blocks += [header("Your classes today"), section("\n".join(lines) or "No class is down as yours yet.")]
    if standing:
        blocks += [block for block in standing.blocks if block["type"] != "actions"]
    return {"type": "home", "blocks": [*blocks, *help_for(person).blocks]}


def home_for_stranger(refusal: Told) -> Block:
    """The App Home of somebody the college has not added."""
    return {"type": "home", "blocks": told(refusal).blocks}
