"""What an admin filled in or typed as the college's rules, read: every wrong value with its own sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from bot.domain.errors import FieldsWrong, Told, quoted
from bot.domain.percentage import FULL, HALF, NONE, Counting, Excused
from bot.domain.period import DateRange, read_range
from bot.domain.rules import Rules
from bot.domain.words import compatible, nearest, plain
from bot.domain.zone import read_zone

ZONE, THRESHOLD, CONDONATION, LATE, EXCUSED = "zone", "threshold", "condonation", "late", "excused"
CAP, WINDOW, FIRST, LAST, MFA = "cap", "window", "first", "last", "mfa"
"""The fields, as forms name them."""

Fields = Mapping[str, str]
"""What stands in each field; `""` for an empty one."""

YES, NO = "yes", "no"
MOST_DAYS = 366  # an edit window longer than a year is a typing mistake
MOST_ON_DUTY = 1000
LONGEST_TERM = 731  # days: two years

LATES = {"present": FULL, "half": HALF, "absent": NONE}
LATE_WORDS = {
    **dict.fromkeys(("1", "full", "as present"), "present"),
    **dict.fromkeys(("1/2", "1⁄2", "0.5", "as half"), "half"),
    **dict.fromkeys(("0", "none", "nothing", "as absent"), "absent"),
}
EXCUSED_WORDS = {
    **dict.fromkeys(("leave out", "out", "not counted"), "left out"),
    "as present": "present",
    "as absent": "absent",
}
MFA_WORDS = {
    **dict.fromkeys(("on", "required"), YES),
    **dict.fromkeys(("off", "not required"), NO),
}
NAMES = {  # as somebody types them, the longer before the shorter
    "time zone": ZONE,
    "timezone": ZONE,
    "zone": ZONE,
    "threshold": THRESHOLD,
    "condonation line": CONDONATION,
    "condonation": CONDONATION,
    "late": LATE,
    "excused": EXCUSED,
    "on duty cap": CAP,
    "on duty": CAP,
    "cap": CAP,
    "edit window": WINDOW,
    "window": WINDOW,
    "term": FIRST,
    "mfa": MFA,
    "codes": MFA,
}
NOTHING = ("none", "no", "no cap", "not set", "empty", "off")

T = TypeVar("T")


class UnknownSetting(Told):
    """Words after `settings` that name no setting."""

    def __init__(self, typed: str) -> None:
        close = nearest(typed.split(" ")[0], NAMES)
        guess = f" Did you mean `{close}`?" if close else ""
        super().__init__(
            f"I don't know a setting {quoted(typed)}.{guess} Type `/attendance settings` to see and change them all, or"
            " one with its value, as in `/attendance settings threshold 80`."
        )


class ValueMissing(Told):
    """A setting without what it is to be."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"What should {name} be? Write its value behind it, as in `/attendance settings threshold 80`, or type"
            " `/attendance settings` to see and change them all."
        )


class NotThat(Told):
    """A value a setting cannot have."""

    def __init__(self, typed: str, example: str) -> None:
        super().__init__(f"I can't take {quoted(typed)} here. {example}")


def fields_of(rules: Rules) -> dict[str, str]:
    """What stands in each field of these rules' form."""
    counting, term = rules.counting, rules.term
    return {
        ZONE: rules.zone.key,
        THRESHOLD: str(counting.threshold),
        CONDONATION: str(counting.condonation),
        LATE: next(word for word, credit in LATES.items() if credit == counting.late),
        EXCUSED: counting.excused.value,
        CAP: "" if counting.on_duty_cap is None else str(counting.on_duty_cap),
        WINDOW: str(rules.edit_window.days),
        FIRST: term.first.isoformat() if term else "",
        LAST: term.last.isoformat() if term else "",
        MFA: YES if rules.mfa_required else NO,
    }


def typed_over(fields: Fields, words: Sequence[str], today: date) -> dict[str, str]:
    """The fields with the one setting that is typed, as in `threshold 80`.

    Raises UnknownSetting, ValueMissing or UnreadableRange.
    """
    typed = plain(" ".join(words))
    for name, key in NAMES.items():
        if typed.casefold() == name:
            raise ValueMissing(name)
        if typed.casefold().startswith(f"{name} "):
            value = typed[len(name) + 1 :].strip()
            return {**fields, **(_term_typed(value, today) if key == FIRST else {key: _value(key, value)})}
    raise UnknownSetting(typed)


def _term_typed(value: str, today: date) -> dict[str, str]:
    days = None if value.casefold() in NOTHING else read_range(value.split(" "), today)
    return {FIRST: days.first.isoformat(), LAST: days.last.isoformat()} if days else {FIRST: "", LAST: ""}


def _value(key: str, value: str) -> str:
    """As the field of the form has it; what is not among its words stays, and is refused when it is read."""
    if key == CAP and value.casefold() in NOTHING:
        return ""
    if key == WINDOW:
        return value.casefold().removesuffix("days").removesuffix("day").strip()
    words = {LATE: LATE_WORDS, EXCUSED: EXCUSED_WORDS, MFA: MFA_WORDS}.get(key, {})
    return words.get(value.casefold(), value)


def read_rules(fields: Fields, now: Rules, wrong: Fields | None = None) -> Rules:
    """The rules these fields say. `wrong` are sentences at fields that are refused already.

    Raises FieldsWrong with a sentence for each field that cannot be read or contradicts another.
    """
    reading = _Reading(fields, dict(wrong or {}))
    zone = now.zone if fields.get(ZONE) == now.zone.key else reading.of(ZONE, read_zone, now.zone)
    term = _term(reading)
    threshold, condonation = reading.of(THRESHOLD, _percent, 0), reading.of(CONDONATION, _percent, 0)
    if condonation > threshold and THRESHOLD not in reading.wrong:
        reading.wrong[CONDONATION] = (
            f"{condonation} % is above the threshold of {threshold} %. The condonation line is the lower one, as in"
            f" `{max(0, threshold - 10)}`."
        )
    late, excused = reading.of(LATE, _late, FULL), reading.of(EXCUSED, _excused, Excused.LEFT_OUT)
    cap, days = reading.of(CAP, _cap, None), reading.of(WINDOW, _days, 0)
    mfa_required = reading.of(MFA, _mfa, False)
    if reading.wrong:
        raise FieldsWrong(reading.wrong)
    counting = Counting(threshold, condonation, late, excused, cap)
    return Rules(zone, counting, timedelta(days=days), term, mfa_required)


class _Reading:
    """Fields being read; `wrong` collects the sentences."""

    def __init__(self, fields: Fields, wrong: dict[str, str]) -> None:
        self.fields, self.wrong = fields, wrong

    def of(self, name: str, reader: Callable[[str], T], otherwise: T) -> T:
        try:
            return reader(self.fields.get(name, ""))
        except Told as refusal:
            self.wrong[name] = refusal.sentence
            return otherwise


def _whole(typed: str, most: int, example: str) -> int:
    digits = compatible(typed).strip().removesuffix("%").strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(most)) or int(digits) > most:
        raise NotThat(typed, f"Write a whole number from 0 to {most}, as in `{example}`.")
    return int(digits)


def _percent(typed: str) -> int:
    return _whole(typed, 100, "75")


def _days(typed: str) -> int:
    return _whole(typed, MOST_DAYS, "7")


def _cap(typed: str) -> int | None:
    return _whole(typed, MOST_ON_DUTY, "10") if typed else None


def _late(typed: str) -> int:
    if typed not in LATES:
        raise NotThat(typed, "A late mark counts as `present`, `half` or `absent`.")
    return LATES[typed]


def _excused(typed: str) -> Excused:
    if typed not in list(Excused):
        raise NotThat(typed, "An excused mark is `left out`, or counts as `present` or `absent`.")
    return Excused(typed)


def _mfa(typed: str) -> bool:
    if typed not in (YES, NO):
        raise NotThat(typed, "Write `on` or `off`.")
    return typed == YES


def _term(reading: _Reading) -> DateRange | None:
    first, last = reading.of(FIRST, _day, None), reading.of(LAST, _day, None)
    if FIRST in reading.wrong or LAST in reading.wrong or not (first or last):
        return None
    if first is None or last is None:
        missing, other = (FIRST, "last") if first is None else (LAST, "first")
        reading.wrong[missing] = f"Only the {other} day of the term is set. Choose this one too, or leave both empty."
    elif last < first:
        reading.wrong[LAST] = "The term ends before it begins. Choose a day on or after its first day."
    elif (last - first).days >= LONGEST_TERM:
        reading.wrong[LAST] = "A term of more than two years is more likely a wrong year. Choose an earlier last day."
    else:
        return DateRange(first, last)
    return None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise NotThat(typed, "Choose a day, as in `2026-07-01`.") from None
