"""The words of the audit: a line for each deed, and rows of a file for each entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.period import said
from bot.domain.review import ERASED, LINK, SLACK_USER, Alteration, Line, Reviewed
from bot.domain.student import Student, in_roll_order
from bot.views.blocks import Reader, listed, mention, unformatted
from bot.views.jobs import in_words

MOST_NAMED = 5
"""Marks of one entry that are named; more are counted. The file has them all."""
MOST_FIRST = 3
"""Of many students or days, how many are named; and of their values, how many are told."""
OPERATOR = "operator"
ACTIONS = {
    "save": "saved",
    "correct": "corrected",
    "cancel": "cancelled",
    "undo": "took back",
    "add": "added",
    "edit": "changed",
    "remove": "removed",
    "return": "brought back",
    "erase": "erased",
    "move": "moved",
    "promote": "promoted",
    "split": "split",
    "leave": "let go",
    "import": "imported",
    "link": "linked",
    "unlink": "unlinked",
    "role": "changed the role of",
    "teach": "gave classes to",
    "stop teaching": "took classes from",
    "account": "noted the account of",
    "set up": "set up",
    "recovery code used": "used a recovery code of",
    "recovery codes renewed": "renewed the recovery codes of",
    "locked": "locked, by wrong codes,",
    "moved": "moved to another phone",
    "removed": "removed",
    "reset": "reset",
    "retry": "tried again",
    "pause": "paused",
    "resume": "resumed",
    "stop": "stopped",
    "share": "shared",
    "revoke": "revoked",
}
"""What was done, as one says it afterwards."""
ACCOUNTS = {"full": "full member", "guest": "guest", "gone": "deactivated"}
DAY_FIELDS = frozenset({"from", "until", "since", "planned"})
DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+(?:[+-][0-9:]+|Z)?)?")
TOLD_ALREADY = {
    "import": {"file"},
    "authenticator": {"since"},
    "promotion": {"students"},
    "job": {"kind"},
    "shared link": {"file"},
    "schedule": {"report"},
}
"""Values that the words before them say, by what the entry is about."""


def line(one: Line, reader: Reader) -> str:
    """`Sun 22 Nov 10:02 · @Meera saved CSE-2 · DBMS · Fri 20 Nov: 04 Asha present → absent (button). Reason: …`."""
    newest = one.entries[0]
    done = f"*{ACTIONS.get(newest.action, unformatted(newest.action))}* "
    if newest.action == "undo" and not newest.held:
        done += "the move of "
    is_many = len(one.entries) + one.unread > 1
    done += _about_many(one, reader) if is_many else _about(newest, reader)
    told = (", " if newest.target == "import" else "; ").join(
        _together(one, reader) if is_many else _alterations(newest, reader)
    )
    reason = min((entry.reason for entry in one.entries), key=lambda reason: reason in ("", ERASED))
    why = f" Reason: {unformatted(reason)}." if reason else ""
    changes = f": {told}" if told else ""
    return f"{_when(newest.at, reader)} · {_who(newest)} · {done}{changes} ({newest.source}).{why}"


def _when(instant: datetime, reader: Reader) -> str:
    local = instant.astimezone(reader.zone)
    return f"{said(local.date(), reader.today)} {local:%H:%M}"


def _who(one: Reviewed) -> str:
    if one.action == LINK and any(one.actor in ("", change.new) for change in one.alterations):
        return "By their e-mail"
    if one.source == "slack":
        return "Slack"
    if (one.source, one.target) == ("job", "schedule"):
        return "The bot"
    return "The operator" if one.actor == OPERATOR else mention(one.actor) if one.actor else "Somebody erased"


def _about(one: Reviewed, reader: Reader) -> str:
    if one.held:
        held = one.held
        day, period = said(held.on, reader.today), held.period and f"P{held.period}"
        return " · ".join(filter(None, (str(held.class_code), unformatted(held.subject), day, period)))
    if one.student:
        return _named(one.student)
    if one.target == "holiday":
        return f"holiday {_said_day(one.target_id, reader)}"
    if one.target == "authenticator" and one.target_id == one.actor:
        return "their own authenticator app"
    if one.target in ("member", "authenticator"):
        whom = mention(one.target_id)
        return whom if one.target == "member" else f"the authenticator app of {whom}"
    return unformatted(_thing(one))


def _thing(one: Reviewed) -> str:
    """What is neither a person nor a day, in words."""
    told = {change.what: change.new or change.old for change in one.alterations}
    if one.target == "import":
        return told.get("file", "a list of students")
    if one.target == "shared link":
        return told.get("file", "a report")
    if one.target == "promotion":
        return f"{told.get('students', 'some')} students"
    if one.target == "job":
        return f"the work “{in_words(told.get('kind', ''))}”"
    if one.target == "schedule":
        return f"the weekly {told.get('report', 'report')}"
    return {"college": "the settings"}.get(one.target, f"{one.target} {one.target_id}")


def _about_many(one: Line, reader: Reader) -> str:
    """`62 students: 21CSE001 Asha, 21CSE002 Bala, 21CSE003 Chitra and 59 more`."""
    about = [entry for entry in one.entries if entry.target != "promotion"]
    count = len(about) + one.unread
    if about and about[0].target == "holiday":
        days = sorted(entry.target_id for entry in about)
        return _first([_said_day(day, reader) for day in days], count, "holiday")
    students = in_roll_order([entry.student for entry in about if entry.student])
    return _first([_named(student) for student in students], count, "student")


def _first(names: Sequence[str], count: int, noun: str) -> str:
    shown = names[:MOST_FIRST]
    more = [f"{count - len(shown):,} more"] if count > len(shown) else []
    named = f" ({listed([*shown, *more])})" if shown else ""
    return f"{count:,} {noun}{'' if count == 1 else 's'}{named}"


def _named(student: Student) -> str:
    return unformatted(f"{student.roll_no} {student.name}")


def _together(one: Line, reader: Reader) -> Iterator[str]:
    """What changed for many: the few values it took; of more, only what they are."""
    whole = [entry for entry in one.entries if entry.target == "promotion"]
    changes = [change for entry in whole or one.entries for change in entry.alterations]
    for what in dict.fromkeys(change.what for change in changes):
        if what in ("roll", "name") or what in TOLD_ALREADY["promotion"]:
            continue
        pairs = list(dict.fromkeys(_old_new(change, reader) for change in changes if change.what == what))
        yield f"{unformatted(what)} {', '.join(pairs) if len(pairs) <= MOST_FIRST else '(various)'}"


def _alterations(one: Reviewed, reader: Reader) -> Iterator[str]:
    marks = [change for change in one.alterations if change.what == "mark"]
    if len(marks) > MOST_NAMED:
        for (old, new), times in Counter((change.old, change.new) for change in marks).most_common():
            yield f"{times} {old} → {new}"
    else:
        yield from (f"{_whose(change)} {change.old} → {change.new}" for change in marks)
    erased = [change.what for change in one.alterations if change.old == change.new == ERASED]
    if erased:
        yield f"{unformatted(listed(erased))} (erased)"
    for change in one.alterations:
        if change.what not in {"mark", *erased, *TOLD_ALREADY.get(one.target, ())} and not _is_name(one, change):
            yield _value(one, change, reader)


def _is_name(one: Reviewed, change: Alteration) -> bool:
    """Whether it says no more than the name of a student who was added."""
    if one.student is None or change.old:
        return False
    return (change.what, change.new) in (("roll", one.student.roll_no), ("name", one.student.name))


def _value(one: Reviewed, change: Alteration, reader: Reader) -> str:
    told = _old_new(change, reader)
    if one.target == "import":
        return f"{told} {unformatted(change.what)}"
    if one.target == "holiday" or change.what in ("classes", "account"):
        return told if change.old and change.new else _drawn(change, reader)(change.new or change.old)
    return told if change.what == "role" else f"{unformatted(change.what)} {told}"


def _whose(mark: Alteration) -> str:
    return _named(mark.student) if mark.student else "somebody"


def _old_new(one: Alteration, reader: Reader) -> str:
    drawn = _drawn(one, reader)
    old, new = drawn(one.old), drawn(one.new)
    if old == new:
        return old
    return f"{old or 'nothing'} → {new or 'nothing'}" if old or not new else new


def _drawn(one: Alteration, reader: Reader) -> Callable[[str], str]:
    """How a value of this kind is said."""
    if one.what == SLACK_USER:
        return lambda value: mention(value) if value.isalnum() and value.isupper() else unformatted(value)
    if one.what in ("channel", "set up by"):
        return lambda value: mention(value) if value.startswith(("U", "W")) else value and f"<#{unformatted(value)}>"
    if one.what == "account":
        return lambda value: ACCOUNTS.get(value, unformatted(value))
    if one.what in DAY_FIELDS:
        return lambda value: DAY.sub(lambda found: _said_day(found[0], reader), unformatted(value))
    return unformatted


def _said_day(iso: str, reader: Reader) -> str:
    """`Mon 23 Nov`, or with the time at the college when it is an instant."""
    return said(date.fromisoformat(iso), reader.today) if "T" not in iso else _when(datetime.fromisoformat(iso), reader)


def rows(one: Reviewed, names: Mapping[str, str], zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    """The entry as rows of the file, one for each value that changed."""
    held = one.held
    shared = (
        _at(one.at, zone),
        one.actor or ERASED,
        names.get(one.actor, ""),
        one.source,
        ACTIONS.get(one.action, one.action),
        _to_what(one, names),
        *((str(held.class_code), held.on.isoformat(), held.subject, held.period) if held else ("", "", "", "")),
    )
    for change in one.alterations or (Alteration("", "", ""),):
        student = change.student or one.student
        who = (student.roll_no, student.name) if student else ("", "")
        old, new = (_with_local(change.what, value, zone) for value in (change.old, change.new))
        yield (*shared, *who, change.what, old, new, one.reason)


def _to_what(one: Reviewed, names: Mapping[str, str]) -> str:
    """In words: whose, which day's, which file's."""
    if one.held or one.student:
        return "roll call" if one.held else "student"
    if one.target == "holiday":
        return f"holiday {one.target_id}"
    if one.target in ("member", "authenticator"):
        whom = names.get(one.target_id, one.target_id)
        return whom if one.target == "member" else f"authenticator app of {whom}"
    return _thing(one)


def _with_local(what: str, value: str, zone: ZoneInfo) -> str:
    """The value, with instants in it by the college's clock."""

    def local(found: re.Match[str]) -> str:
        return _at(datetime.fromisoformat(found[0]), zone) if "T" in found[0] else found[0]

    return DAY.sub(local, value) if what in DAY_FIELDS else value


def _at(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat(sep=" ", timespec="seconds")
