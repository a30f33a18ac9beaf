"""What people are told around a report: what there is to ask for, that it is on its way, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.classcode import ClassCode
from bot.domain.report import Made, Wanted
from bot.views.answers import GO
from bot.views.blocks import Message, actions, button, context, escaped, section
from bot.views.pressed import number_in, read_back
from bot.views.reportbuttons import DOWNLOAD, POST
from bot.views.reportfigures import what

MOST_OFFERED = 20
"""Classes with a button each."""


def offers(classes: Sequence[ClassCode], everything: bool, usual: str) -> Message:
    """What there is to ask for: a button for each class, and what else may be typed. `usual` are the days without."""
    shown, left = classes[:MOST_OFFERED], len(classes) - MOST_OFFERED
    if not classes and not everything:
        text = "No class is down as yours yet, so there is nothing to report. An admin can add your classes."
        return Message(text, [section(text)])
    buttons = [button("All classes", f"{GO}.report.all", "report all")] if everything else []
    buttons += [button(str(one), f"{GO}.report.{at}", f"report {one}") for at, one in enumerate(shown)]
    example = classes[0] if classes else "CSE-2"
    tells = [
        "*Which class?* Press one for its summary, or type the class and, in any order, what else you want:",
        "• the days: `last week`, `this month`, `this term`, `1 Nov - 22 Nov`, `2026-11-01..2026-11-22`;"
        f" without any, {usual}",
        "• what it tells: `summary` of each student, `register` with a column for each roll call, `shortage` with those"
        " who are below the line",
        "• the file: `xlsx`, `csv` or `pdf`; there is a button for each of them afterwards",
        *(["• `share`: with a link to the file that works for everybody in the channel"] if everything else []),
        f"For example: `/attendance report {escaped(str(example))} last week shortage pdf`",
    ]
    more = [context(f"{left} more: type the class.")] if left > 0 else []
    names = ", ".join([*(["all"] if everything else []), *map(str, shown)])
    said = f"{' '.join(tells)} Classes: {escaped(names)}."
    return Message(said, [section("\n".join(tells)), actions(*buttons, block_id="report"), *more])


def preparing(wanted: Wanted, here: bool, is_direct: bool = False) -> Message:
    """At once, while it is made. `here`: for all who read along. `is_direct`: typed among direct messages already."""
    if here:
        link = (
            "with a link to the file, which has the names, for everybody who sees it, as you asked."
            if wanted.share
            else "with numbers only; a link to the file, which has the names, comes to you alone."
        )
        where = f"It appears in this channel in a moment, {link}"
    else:
        there = "here, in your direct messages with me," if is_direct else "to you in a direct message"
        shared = ", and one that works for everybody, as you asked" if wanted.share else ""
        where = f"It comes {there} in a moment, with a link to the file{shared}."
    text = f"Preparing the {what(wanted)}… {where}"
    return Message(text, [section(text)], replaces=False)


def refused(wanted: Wanted, sentence: str) -> Message:
    """They may not have it any more. The sentence is not escaped yet."""
    text = f"You asked for the {what(wanted)}. It was not made: {escaped(sentence)}"
    return Message(text, [section(text)], replaces=False)


def failed(wanted: Wanted) -> Message:
    """It did not work, several times."""
    again = escaped(wanted.typed)
    text = (
        f"Sorry, I could not make the {what(wanted)}, and have stopped trying. Nothing was changed. Please ask again"
        f" in some minutes: `{again}`. If it happens again, tell your admin: `/attendance jobs` shows what failed."
    )
    return Message(text, [section(f":warning: {text}")], replaces=False)


def not_posted(made: Made) -> Message:
    """It is made, but Slack took no message, several times."""
    text = (
        f"Sorry, Slack did not take the message with the {what(made.wanted)} for {_there(made.channel)}, and I have"
        " stopped trying. The file is made: press the button for it, or ask again later."
    )
    get = button(f"Download {made.wanted.format.upper()}", f"{DOWNLOAD}.{made.wanted.format}", str(made.report_id))
    return Message(text, [section(f":warning: {text}"), actions(get)], replaces=False)


def unsure(made: Made, job_id: int) -> Message:
    """Slack never said whether the message arrived."""
    text = (
        f"I can't tell whether the {what(made.wanted)} has reached {_there(made.channel)}: Slack did not answer. If it"
        " is not there, press the button, and it is posted once more."
    )
    post = button("Post it again", POST, f"{made.report_id} {job_id}", "primary")
    return Message(text, [section(text), actions(post)])


def _there(channel: str) -> str:
    """A channel by its name; a person's user id, or none, stands for their direct messages."""
    return "your direct messages" if not channel or channel.startswith(("U", "W", "D")) else f"<#{channel}>"


def shut_out(channel: str) -> str:
    """Why a report for a channel comes to one person, and what to do about it."""
    return (
        f"I could not post this in <#{channel}>, so it comes to you alone. If I am not in the channel, type"
        " `/invite @Attendance` there and ask again; if it is archived or closed to apps, ask in another."
    )


def posting_again(wanted: Wanted, channel: str) -> Message:
    """In place of the button."""
    text = f"The {what(wanted)} is being posted in {_there(channel)}."
    return Message(text, [section(text)])


@read_back
def read_post(value: str) -> tuple[int, int]:
    """The report, and the work that lost it, behind the button of `unsure`."""
    report_id, job_id = value.split()
    return number_in(report_id), number_in(job_id)
