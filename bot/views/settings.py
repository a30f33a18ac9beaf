"""The college's settings as a form, as words, and what a change of them came to."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.domain import ruling
from bot.domain.rollcall import Made
from bot.domain.rules import Changed, Rules
from bot.domain.ruling import Fields
from bot.views.blocks import Block, Message, Reader, button, context, option, section, unformatted
from bot.views.forms import Filled, Form, choice, day, field_of, number, text
from bot.views.pressed import read_back

SETTINGS, HOLIDAYS = "settings", "holidays"
ON_TOP = "on top"
"""The value of the button that opens the holidays above the settings."""
TITLE = "Settings"
TYPED = "`/attendance settings threshold 80`"
LATE = (("as present (1)", "present"), ("half (½)", "half"), ("as absent (0)", "absent"))
EXCUSED = (("is left out", "left out"), ("counts as present", "present"), ("counts as absent", "absent"))
CODES = (("not required", ruling.NO), ("required of every admin", ruling.YES))
COUNTED_ANEW = "Standings are counted by the new rules from now on."
HOLDS = "This holds from now on, for everybody."


def form(rules: Rules, version: int, holidays: int, note: str = "") -> Form:
    """The settings, ready to be changed. `note` is a sentence above them, escaped."""
    fields = ruling.fields_of(rules)
    blocks = [
        *([section(f":warning: {note}")] if note else []),
        *_counting(fields),
        *_days(rules, fields),
        _options(ruling.MFA, "Codes from an authenticator app (MFA)", CODES, fields, "Asked before what is sensitive."),
        section(f"*Holidays*: {_days_said(holidays)}.", button("Holidays", f"{HOLIDAYS}.open", ON_TOP)),
    ]
    carries = json.dumps([version, fields], separators=(",", ":"))
    return Form(
        TITLE, blocks, SETTINGS, "Save", "Cancel", carries, edition=str(version), instead=listed(rules, holidays)
    )


def _counting(fields: Fields) -> list[Block]:
    """How marks add up."""
    cap = fields[ruling.CAP]
    line = "From this line up to the threshold a student is condonable, below it short."
    return [
        field_of(ruling.THRESHOLD, "Threshold, in percent", number(int(fields[ruling.THRESHOLD]), 0, 100)),
        field_of(
            ruling.CONDONATION,
            "Condonation line, in percent",
            number(int(fields[ruling.CONDONATION]), 0, 100),
            hint=line,
        ),
        _options(ruling.LATE, "A late mark counts", LATE, fields),
        _options(ruling.EXCUSED, "An excused mark", EXCUSED, fields),
        field_of(
            ruling.CAP,
            "On duty counts at most so many times",
            number(int(cap) if cap else None, 0, ruling.MOST_ON_DUTY),
            hint="Empty: always. What is above counts as absent.",
            optional=True,
        ),
    ]


def _days(rules: Rules, fields: Fields) -> list[Block]:
    """When the college is, and for how long marks can be changed."""
    term = rules.term
    return [
        field_of(
            ruling.WINDOW,
            "Days for which teachers can change marks",
            number(int(fields[ruling.WINDOW]), 0, ruling.MOST_DAYS),
            hint="Admins can change older ones, with a reason.",
        ),
        field_of(ruling.FIRST, "First day of the term", day(term.first if term else None), optional=True),
        field_of(ruling.LAST, "Last day of the term", day(term.last if term else None), optional=True),
        field_of(
            ruling.ZONE,
            "Time zone",
            text(fields[ruling.ZONE], most=60),
            hint="The city it is named after is enough, as in Kolkata.",
        ),
    ]


def _options(name: str, label: str, offered: Sequence[tuple[str, str]], fields: Fields, hint: str = "") -> Block:
    return field_of(name, label, choice([option(said, value) for said, value in offered], fields[name]), hint=hint)


def outdated(rules: Rules, version: int, holidays: int, made: Made | None, reader: Reader) -> Form:
    """The form anew, with what somebody else saved meanwhile."""
    by = f"{reader.name(made.by)} saved other settings at {reader.time(made.at)}" if made else "The settings changed"
    note = f"{by}, while this was open. Nothing of yours was saved: this is how they are now."
    return form(rules, version, holidays, note[0].upper() + note[1:])


def changed(outcome: Changed) -> Message:
    """What a change came to, each setting from what to what."""
    lines = [f"{_named(name)}: {old} → *{new}*" for name, (old, new) in outcome.differences.items()]
    if not lines:
        text = "Nothing was changed: the settings are like that already."
        return Message(text, [section(text)])
    holds = COUNTED_ANEW if outcome.counts_anew else HOLDS
    return Message(
        f"Saved. {'. '.join(lines)}. {holds}", [section("Saved."), section("\n".join(lines)), section(holds)]
    )


def saved(outcome: Changed) -> Form:
    """The same, where the form was."""
    return Form(TITLE, changed(outcome).blocks)


def listed(rules: Rules, holidays: int) -> Message:
    """The settings in words, where the form cannot be opened."""
    lines = [f"{_named(name)}: *{value}*" for name, value in rules.said.items()]
    lines.append(f"Holidays: *{_days_said(holidays)}*, see `/attendance holidays`")
    how = f"Slack did not open the form just now. Type `/attendance settings` again, or one change, as in {TYPED}."
    return Message(f"The settings. {'. '.join(lines)}. {how}", [section("\n".join(lines)), context(how)])


def _named(name: str) -> str:
    return f"{name[0].upper()}{unformatted(name[1:])}"


def _days_said(days: int) -> str:
    return f"{days} {'day' if days == 1 else 'days'}"


def filled(form: Filled) -> Fields:
    """What stands in each field."""
    first, last = form.day(ruling.FIRST), form.day(ruling.LAST)
    chosen = (ruling.LATE, ruling.EXCUSED, ruling.MFA)
    written = (ruling.ZONE, ruling.THRESHOLD, ruling.CONDONATION, ruling.CAP, ruling.WINDOW)
    return {
        **{name: form.chosen(name) for name in chosen},
        **{name: form.text(name) for name in written},
        ruling.FIRST: first.isoformat() if first else "",
        ruling.LAST: last.isoformat() if last else "",
    }


@read_back
def drawn(carries: str) -> tuple[int, Fields]:
    """The version and the fields a form was drawn with."""
    version, fields = json.loads(carries)
    return int(version), {str(name): str(value) for name, value in fields.items()}
