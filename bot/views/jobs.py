"""The work behind the answers, as the office sees it: what runs, what waits, what was given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.job import MOST_TRIES, Group, Overseen, Seen, State, tries
from bot.domain.report import Wanted
from bot.views.blocks import Block, Message, Reader, actions, button, context, header, paragraphs, section, unformatted
from bot.views.pressed import number_in, read_back

JOBS, AGAIN = "jobs", "job_again"
TITLE = "Work behind the answers"
KINDS = {
    "announcing": "Notice of a weekly report in its channel",
    "auditing": "Audit as a file",
    "exporting": "A student's own data",
    "forget_file": "Taking a file out of Slack",
    "importing": "Import of students",
    "people": "Settling with Slack's directory",
    "picture": "QR code of an authenticator app",
    "tell_paused": "Notice of a weekly report that stopped",
    "reporting": "Report",
    "tell_reset": "Notice of a reset authenticator app",
}
NOTHING = {State.RUNNING: "Nothing is running.", State.WAITING: "Nothing waits.", State.FAILED: "Nothing was given up."}
HEADINGS = {State.RUNNING: "Running", State.WAITING: "Waiting", State.FAILED: "Given up"}
EXPLAINED = (
    "What is given up was tried five times. `Try again` gives it five more; messages that were sent are not sent again."
    " The reference of an error is in the log."
)
TAKEN_UP = "It is tried again now."
TOO_LATE = "That piece of work is not given up any more: somebody has had it tried again."


def overview(groups: Sequence[Group], reader: Reader, now: datetime, note: str = "") -> Message:
    """All of it. `note` is a sentence above."""
    blocks: list[Block] = [*([section(note)] if note else []), header(TITLE)]
    told = [*([note] if note else []), f"{TITLE}."]
    for group in groups:
        heading = f"{HEADINGS[group.state]}: {group.count:,}." if group.count else NOTHING[group.state]
        lines = [_line(one, reader, now) for one in group.shown]
        more = [f"{group.count - len(lines):,} older ones are not shown."] if group.count > len(lines) else []
        told += [heading, *(f"{line}." for line in lines), *more]
        blocks += [section(f"*{heading.rstrip('.')}*"), *_rows(group, lines), *map(context, more)]
    blocks += [actions(button("Refresh", JOBS, "again")), context(EXPLAINED)]
    return Message(" ".join([*told, EXPLAINED]), blocks)


@read_back
def read_id(value: str) -> int:
    """The work a button is about."""
    return number_in(value)


def _rows(group: Group, lines: Sequence[str]) -> list[Block]:
    if group.state is not State.FAILED:
        return paragraphs("\n".join(f"• {line}" for line in lines))
    return [
        section(line, button("Try again", AGAIN, str(one.seen.job_id)))
        for one, line in zip(group.shown, lines, strict=True)
    ]


def _line(one: Overseen, reader: Reader, now: datetime) -> str:
    """`Report of CSE-2, for you: running since 10:02, 2nd try of 5`."""
    whom = f", for {reader.name(one.by)}" if _is_user(one.by) else ""
    return f"{in_words(one.seen.kind, one.report)}{whom}: {_how(one.seen, reader, now)}"


def _is_user(by: str) -> bool:
    return by.isalnum() and by.isupper()


def in_words(kind: str, report: Wanted | None = None) -> str:
    """A piece of work in words."""
    if report:
        return f"Report of {report.whom if report.class_code else 'all classes'}"
    return KINDS.get(kind) or unformatted(kind.replace("_", " ")).capitalize()


def _how(seen: Seen, reader: Reader, now: datetime) -> str:
    since = f" since {reader.time(seen.since)}" if seen.since else ""
    match seen.state:
        case State.RUNNING:
            return f"running{since}, try {tries(seen.attempts)} of {MOST_TRIES}"
        case State.WAITING:
            tried = f", after {_times(seen)}{_error(seen)}" if tries(seen.attempts) % MOST_TRIES else ""
            waits = "waits for the worker since" if seen.run_after <= now else "waits until"
            return f"{waits} {reader.time(seen.run_after)}{tried}"
    return f"given up{since.replace('since', 'at')} after {_times(seen)}{_error(seen)}"


def _times(seen: Seen) -> str:
    made = tries(seen.attempts)
    return f"{made} {'try' if made == 1 else 'tries'}"


def _error(seen: Seen) -> str:
    """`: NotDelivered, reference 1a2b3c4d`."""
    if seen.error == "WorkerLost":
        return ": it ended the worker each time"
    error, _, reference = seen.error.partition(" ")
    return f": {unformatted(error)}{f', reference {unformatted(reference)}' if reference else ''}" if error else ""
