"""One day, however it is typed (`today`, `last mon`, `20 Nov`, `20/11`, `2026-11-20`), and how it is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.domain.errors import Told, quoted
from bot.domain.words import plain

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

CASE = re.IGNORECASE | re.ASCII  # without ASCII the dotless i would pass for an i
END = r"(?= |$)"
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
DAY = r"(?P<day>[0-9]{1,2})"
ORDINAL = r"(?:st|nd|rd|th)?"
RELATIVE = re.compile(rf"(?:(?P<today>today|tdy)|(?P<yesterday>yesterday|yday)|tomorrow|tmrw|tmr){END}", CASE)
WEEKDAY = re.compile(
    r"(?P<last>last )?(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?"
    rf"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\.?{END}",
    CASE,
)
DAY_MONTH = re.compile(rf"{DAY}{ORDINAL}(?: of |[ /.-]?){MONTH}(?:[ /.-]?{YEAR})?{END}", CASE)
MONTH_DAY = re.compile(rf"{MONTH} {DAY}{ORDINAL}(?: {YEAR})?{END}", CASE)
YEAR_FIRST = re.compile(rf"{YEAR}(?P<join>[/.-])(?P<month>[0-9]{{1,2}})(?P=join){DAY}{END}", CASE)
NUMBERS = re.compile(rf"([0-9]{{1,2}})(?:/([0-9]{{1,2}})|([/.-])([0-9]{{1,2}})\3([0-9]{{2}}|[0-9]{{4}})){END}", CASE)
DASHED = re.compile(rf"(?P<day>1[3-9]|2[0-9]|3[01])-(?P<month>0?[1-9]|1[0-2]){END}", CASE)  # `4-7` may be rolls 4 to 7
ANOTHER_DAY = re.compile(rf" [0-9]{{1,2}}{END}", CASE)
MOST_WORDS = 6  # `Mon 20th of Nov 2026`, and one more to see what follows
LEAP_GAP = 8  # years from one 29 February to the next, around 1900 and 2100


class UnreadableDate(Told):
    """What was typed looks like a date and is none, or could be two."""

    def __init__(self, typed: str, because: str = "") -> None:
        self.because = because or "Write day and month, as in `20 Nov`, or the whole date, as in `2026-11-20`."
        super().__init__(f"I can't read {quoted(typed)} as a date. {self.because}")


def take_date(words: Sequence[str], today: date) -> tuple[date | None, list[str]]:
    """The first date found anywhere in the words, and the words without it; (None, all words) when there is none.

    A day without a year is the one nearest to today, a weekday the latest one up to today; `tomorrow` and other days
    to come are given as they are. The word `on` before a date goes with it. Take a class out first: in
    `CSE 2 Nov 20` the 2 is not a day. Raises UnreadableDate.
    """
    for at in range(len(words)):
        day, taken = date_at(words, at, today)
        if day is not None:
            before = words[: at - 1] if at and words[at - 1].lower() == "on" else words[:at]
            return day, [*before, *words[at + taken :]]
    return None, list(words)


def date_at(words: Sequence[str], at: int, today: date) -> tuple[date | None, int]:
    """The date that begins at word `at` and how many words it takes; (None, 0) when none begins there.

    Raises UnreadableDate.
    """
    ahead = plain(" ".join(words[at : at + MOST_WORDS]))
    day, length = date_in_front(ahead, today)
    return day, len(ahead[:length].split())


def date_in_front(typed: str, today: date) -> tuple[date | None, int]:
    """The date the text begins with, and its length in characters; (None, 0) when it begins with none.

    The text is `plain`. Raises UnreadableDate.
    """
    if match := RELATIVE.match(typed):
        return today + timedelta(0 if match["today"] else -1 if match["yesterday"] else 1), match.end()
    if match := WEEKDAY.match(typed):
        return _weekday(match, typed, today)
    return _calendar_date(typed, today)


def said(day: date, today: date) -> str:
    """`Mon 23 Nov`; with the year when it is not this year's: `Sun 23 Nov 2025`."""
    return f"{WEEKDAYS[day.weekday()][:3]} {said_short(day, today)}"


def said_short(day: date, today: date) -> str:
    """`23 Nov`; with the year when it is not this year's."""
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if day.year != today.year else "")


def with_year(typed: str, year: int) -> str:
    """A date that leaves out its year, with that year; any other text as it is. The text is `plain`."""
    if (match := DAY_MONTH.fullmatch(typed) or MONTH_DAY.fullmatch(typed)) and not match["year"]:
        return f"{typed} {year}"
    if (match := NUMBERS.fullmatch(typed)) and not match[5]:
        return f"{typed}/{year}"
    return f"{typed}-{year}" if DASHED.fullmatch(typed) else typed


def month_number(name: str) -> int:
    """1 to 12 for an English month name or its first three letters."""
    return MONTHS.index(name[:3].capitalize()) + 1


def _weekday(match: re.Match[str], typed: str, today: date) -> tuple[date, int]:
    """The latest such weekday up to today, with `last` up to yesterday, or the date after it (`Mon 23 Nov`)."""
    index = next(index for index, name in enumerate(WEEKDAYS) if name[:3].lower() == match["weekday"][:3].lower())
    after = typed[match.end() + 1 :]
    day, length = _calendar_date(after, today)
    if day is None:
        latest = today - timedelta(1) if match["last"] else today
        return latest - timedelta((latest.weekday() - index) % 7), match.end()
    end = match.end() + 1 + length
    if day.weekday() != index:
        fact = f"{said_short(day, today)} is a {WEEKDAYS[day.weekday()]}."
        raise UnreadableDate(typed[:end], f"{fact} Write `{said(day, today)}`, or the day you mean.")
    return day, end


def _calendar_date(typed: str, today: date) -> tuple[date | None, int]:
    """A date with a day of the month at the front of the text, and its length in characters."""
    if match := DAY_MONTH.match(typed):
        if not match["year"] and (more := ANOTHER_DAY.match(typed, match.end())):
            raise UnreadableDate(
                typed[: more.end()], "It could be more than one day. Write the whole date, as in `2026-11-20`."
            )
        return _named(match, month_number(match["month"]), today), match.end()
    if match := MONTH_DAY.match(typed):
        return _named(match, month_number(match["month"]), today), match.end()
    if match := YEAR_FIRST.match(typed):
        return _named(match, int(match["month"]), today), match.end()
    if match := NUMBERS.match(typed):
        return _numbers(match, today), match.end()
    if match := DASHED.match(typed):
        return _named(match, int(match["month"]), today), match.end()
    return None, 0


def _named(match: re.Match[str], month: int, today: date) -> date:
    """The date of a match with the group `day`, and `year` where one can be typed."""
    year = match.groupdict().get("year")
    found = _nearest(int(match["day"]), month, today) if year is None else _exact(int(match["day"]), month, int(year))
    if found is None:
        raise UnreadableDate(match.group(), "There is no such day. Write one that exists, as in `20 Nov`.")
    return found


def _numbers(match: re.Match[str], today: date) -> date:
    """A date in numbers only, when it can be read in one way only."""
    one, other = int(match[1]), int(match[2] or match[4])
    if match[5] is not None and len(match[5]) == 2:
        raise UnreadableDate(match.group(), "Write the month in letters and the whole year, as in `20 Nov 2026`.")
    readings: set[date] = set()
    for day, month in ((one, other), (other, one)):
        found = _exact(day, month, int(match[5])) if match[5] else _nearest(day, month, today)
        if found is not None:
            readings.add(found)
    if not readings:
        raise UnreadableDate(match.group(), "There is no such day. Write the month in letters, as in `20 Nov`.")
    if len(readings) > 1:
        months = " or ".join(f"`{day} {MONTHS[month - 1]}`" for day, month in ((one, other), (other, one)))
        raise UnreadableDate(match.group(), f"It could be two days. Write the month in letters: {months}.")
    return readings.pop()


def _exact(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(day: int, month: int, today: date) -> date | None:
    """That day in the year that puts it nearest to today; of two equally near the earlier one."""
    years = range(today.year - LEAP_GAP, today.year + LEAP_GAP + 1)
    days: Iterator[date] = filter(None, (_exact(day, month, year) for year in years))
    return min(days, key=lambda found: abs(found - today), default=None)
