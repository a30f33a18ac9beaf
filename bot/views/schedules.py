"""Reports that come every week: what a channel is told of them, the list with its buttons, and why one paused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.period import said, said_range
from bot.domain.report import Format
from bot.domain.schedule import Coming, Done, How, Listed, Schedule, State, Why, week_before
from bot.domain.schedulewords import Verb
from bot.views.blocks import (
    Block,
    Message,
    Reader,
    actions,
    button,
    context,
    escaped,
    header,
    mention,
    section,
    unformatted,
)
from bot.views.pressed import number_in, read_back

PAUSE, RESUME, STOP, PAGE = "weekly_pause", "weekly_resume", "weekly_stop", "weekly_page"
VERBS = {PAUSE: Verb.PAUSE, RESUME: Verb.RESUME, STOP: Verb.STOP}
CARD, LIST, OWN = "weekly", "weekly_list", "weekly_own"
"""Where buttons stand: what tells the channel, the list, what is said to one person."""
A_PAGE = 15
"""Of the list: each has two blocks, of fifty in a message."""
FILES = {Format.XLSX: "an Excel file", Format.CSV: "a CSV file", Format.PDF: "a PDF"}
DONE = {State.PAUSED: "Paused", State.ACTIVE: "Resumed", State.STOPPED: "Stopped"}
INVITE = "`/invite @Attendance`"


def announced(coming: Coming, how: How, by: str, today: date) -> Message:
    """In the channel, once it is set up, changed or brought back: what comes, when, and who said so."""
    one, next_on = coming
    file = FILES[one.weekly.format]
    text = (
        f"*Every {one.weekly.turn}* the {_what(one)} for the week before comes here, with {file}."
        f" {_next(next_on, today)} {how.value} by {mention(by)}."
    )
    return Message(text, [section(text), _buttons(one)])


def already(done: Done, reader: Reader) -> Message:
    """Typed a second time."""
    one = done.schedule
    text = f"The {_what(one)} comes here already, every {one.weekly.turn}. {_next(done.next_on, reader.today)}"
    return Message(text, [section(text), _buttons(one, OWN)])


def replaced(one: Schedule) -> Message:
    """In the channel, in the place of what it was told before."""
    text = f"The weekly {_what(one)}: a newer message here says when it comes."
    return Message(text, [section(text)])


def shut_out(one: Schedule, typed: str, reader: Reader, reason: str = "") -> Message:
    """Slack does not let the bot write there, for whoever set it up or brought it back alone.

    `typed` is what they typed after the command, `""` for a press.
    """
    kept = "Nothing was set up" if one.state is State.STOPPED else f"The weekly {_what(one)} stays paused"
    again = f"type this again: `/attendance schedule {escaped(typed.replace('`', ''))}`" if typed else "press *Resume*."
    text = f"{kept}: {_how(one.channel, reason, reader)} Then {again}"
    return Message(text, [section(text)], replaces=False)


def told_later(done: Done, reader: Reader) -> Message:
    """Slack is slow: the channel is told by the worker."""
    one = done.schedule
    text = (
        f"Done: every {one.weekly.turn} the {_what(one)} comes here. {_next(done.next_on, reader.today)} Slack is slow"
        " just now; I tell the channel in a moment."
    )
    return Message(text, [section(text)], replaces=False)


def paused_here(one: Schedule) -> Message:
    """In the channel, once it paused because of whoever set it up."""
    text = (
        f"The weekly {_what(one)} is paused: {mention(one.made_by)}, who set it up, may not read it any more. An admin"
        " can resume it, and has it from then on, or stop it."
    )
    return Message(text, [section(text), _buttons(one)])


def turned(done: Done, reader: Reader, here: bool) -> Message:
    """What a button or a word made of it, for whoever did it. `here`: it is read in the channel it comes to."""
    text = turned_said(done, reader.slack_user_id, reader, here, has_button=True)
    return Message(text, [section(text), _buttons(done.schedule, OWN)])


def card(done: Done, by: str, reader: Reader) -> Message:
    """The same in that channel, for everybody who reads there."""
    there = replace(reader, slack_user_id=done.schedule.channel)  # a person's id where it is their direct messages
    text = turned_said(done, by, there, True, has_button=True)
    return Message(text, [section(text), _buttons(done.schedule)])


def turned_said(done: Done, by: str, reader: Reader, here: bool, *, has_button: bool = False) -> str:
    """`Paused by @Meera: the weekly summary of CSE-2 does not come here until it is resumed.`"""
    one = done.schedule
    what, where = f"weekly {_what(one)}", "here" if here else f"in {_place(one.channel, reader)}"
    who = f"{DONE[one.state]} by {'you' if by == reader.slack_user_id else mention(by)}: the"
    who = who if done.is_change else "The"
    if one.state is State.PAUSED:
        return f"{who} {what} does not come {where} until it is resumed."
    if one.state is State.STOPPED:
        again = f"`/attendance schedule {escaped(one.weekly.typed)}`"
        press = "press the button or " if has_button else ""
        return f"{who} {what} comes {where} no longer. To have it again, {press}type {again}."
    return f"{who} {what} comes {where} every {one.weekly.turn}. {_next(done.next_on, reader.today)}"


def listed(shown: Listed, reader: Reader, page: int = 0, note: str = "") -> Message:
    """What comes by itself, each with its buttons. `note` is what was just done, escaped."""
    everything = [*((pair, True) for pair in shown.here), *((pair, False) for pair in shown.elsewhere)]
    pages = max(1, -(-len(everything) // A_PAGE))
    page = min(page, pages - 1)
    place = f", page {page + 1} of {pages}" if pages > 1 else ""
    said = [_line(one, next_on, reader, here) for (one, next_on), here in everything]
    none = (
        "No report comes by itself here. To have one every week, type in the channel it is for:"
        " `/attendance schedule CSE-2 weekly mon 08:00`"
    )
    blocks = [section(note)] if note else []
    blocks.append(header(f"Weekly reports{place}"))
    shown_now = slice(page * A_PAGE, (page + 1) * A_PAGE)
    for ((one, _), _), line in zip(everything[shown_now], said[shown_now], strict=True):
        blocks.append(section(line))
        blocks += [_buttons(one, LIST, page)] if one.schedule_id in shown.mine else []
    blocks += [] if said else [section(none)]
    blocks += _pages(page, pages)
    blocks.append(context("Reports come in the channel they were set up in. Each change is in the audit."))
    spoken = " ".join(said) if said else none
    return Message(f"{note} Weekly reports: {spoken}".strip(), blocks)


def _pages(page: int, pages: int) -> list[Block]:
    turns = [("Earlier", page - 1)] if page else []
    turns += [("More", page + 1)] if page + 1 < pages else []
    return [actions(*(button(label, f"{PAGE}.{to}", str(to)) for label, to in turns), block_id=PAGE)] if turns else []


def _line(one: Schedule, next_on: date, reader: Reader, here: bool) -> str:
    """`CSE-2, summary: every Monday at 08:00 in #staff-room, next on Mon 30 Nov. Set up by @Meera.`"""
    where = "here" if here else f"in {_place(one.channel, reader)}"
    whom = one.weekly.whom
    what = f"*{unformatted(whom[0].upper() + whom[1:])}*, {_noun(one)} ({one.weekly.format})"
    state = f"next on {said(next_on, reader.today)}" if one.state is State.ACTIVE else f"*paused*{_why(one.why)}"
    mine = "you" if one.made_by == reader.slack_user_id else mention(one.made_by)
    return f"{what}: every {one.weekly.turn} {where}, {state}. Set up by {mine}."


def _why(why: Why) -> str:
    return {
        Why.ASKED: "",
        Why.CHANNEL: ", because I can't write there",
        Why.RIGHTS: ", because whoever set it up may not read that class any more",
    }[why]


def paused_by_itself(one: Schedule, reason: str, reader: Reader) -> Message:
    """In a direct message: why the report does not come any more, and what to do about it."""
    what, whose = f"weekly {_what(one)}", "you set up"
    if one.made_by != reader.slack_user_id:
        whose = f"{mention(one.made_by)} set up"
    where = _place(one.channel, reader)
    if one.state is State.STOPPED:
        return shut_out(one, one.weekly.typed, reader, reason)
    if one.why is Why.RIGHTS:
        who = "you" if one.made_by == reader.slack_user_id else "they"
        text = (
            f"The {what} that {whose} in {where} did not come, and is paused: {who} may not read it any more. An admin"
            " can resume it, and has it from then on, or stop it."
        )
    else:
        text = (
            f"The {what} that {whose} could not be posted in {where}, and is paused:"
            f" {_how(one.channel, reason, reader)} Then press *Resume*. What did not come you get with"
            f" `/attendance report {escaped(str(one.weekly.class_code or 'all'))} last week`."
        )
    return Message(text, [section(text), _buttons(one, OWN)])


def _how(channel: str, reason: str, reader: Reader) -> str:
    """Why Slack does not let the bot write there, and what helps."""
    where = _place(channel, reader)
    if reason == "is_archived":
        return f"{where} is archived. Unarchive it, or take another channel."
    if reason in ("not_in_channel", "channel_not_found"):
        return f"I am not in {where}, or it is not there any more. Type {INVITE} there."
    if not reason:
        return f"I can't write in {where}. Type {INVITE} there; if I am in it already, let apps post there."
    return f"Slack does not let me write in {where} (`{unformatted(reason)}`). Whoever runs it can let apps post there."


def _next(next_on: date, today: date) -> str:
    return f"The next comes on {said(next_on, today)}, about {said_range(week_before(next_on), today)}."


def _what(one: Schedule) -> str:
    """`summary of *CSE-2*`."""
    return f"{_noun(one)} of *{unformatted(one.weekly.whom)}*"


def _noun(one: Schedule) -> str:
    return str(one.weekly).partition(" of ")[0]


def _place(channel: str, reader: Reader) -> str:
    """A channel by its name; a person's user id stands for their direct messages."""
    if not channel.startswith(("U", "W")):
        return f"<#{channel}>"
    return "your direct messages" if channel == reader.slack_user_id else f"{mention(channel)}'s direct messages"


def _buttons(one: Schedule, where: str = CARD, page: int | None = None) -> Block:
    """What may come next; in the list with the page, so that the list is what the press brings back."""
    value = f"{one.schedule_id}" if page is None else f"{one.schedule_id} {page}"
    offered = {
        State.ACTIVE: (("Pause", PAUSE, None), ("Stop", STOP, None)),
        State.PAUSED: (("Resume", RESUME, "primary"), ("Stop", STOP, None)),
        State.STOPPED: (("Start again", RESUME, None),),
    }[one.state]
    buttons = [button(label, action_id, value, style) for label, action_id, style in offered]
    return actions(*buttons, block_id=f"{where}.{one.schedule_id}")


def is_card(block_id: str) -> bool:
    """Whether the pressed button stands where everybody reads it, and not in an answer or a direct message."""
    return block_id.partition(".")[0] == CARD


@read_back
def read_button(value: str) -> tuple[int, int | None]:
    """The report's number and the page of the list, back from a button's value."""
    number, _, page = value.partition(" ")
    return number_in(number), int(page) if page else None
