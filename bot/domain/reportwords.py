"""What is asked for with `/attendance report`, in any order a person would type it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.classcode import ClassCode, take_class
from bot.domain.day import CASE, MONTHS, WEEKDAYS, date_at
from bot.domain.errors import Told, quoted
from bot.domain.misreported import (
    MOST_TYPED,
    DaysToCome,
    EveryWeek,
    OtherLine,
    ReportNotRead,
    TooManyDays,
    TooManyWords,
    WhichClass,
)
from bot.domain.period import DateRange, UnreadableRange, read_range
from bot.domain.report import Format, Kind, Wanted

LONGEST = timedelta(days=2 * 366)
"""Of a report's days: two years, one of them a leap year."""
MOST_WORDS = 4
"""In one phrase of those below."""

END = r"[.!?]*$"
CLASSES = r"(?:(?: (?:the|of|my))* (?:class(?:es)?|college|students?|school|branches|departments?|sections?))?"
LINE = r"(?:below|under|less than|<)(?: ?(?P<line>[0-9]{1,3}) ?(?:%|percent)?| (?:the )?(?:threshold|line|minimum))?"
KINDS = (
    (Kind.SUMMARY, r"summar(?:y|ies)|overview|totals?"),
    (Kind.REGISTER, r"(?:attendance )?registers?|muster(?: roll)?"),
    (Kind.SHORTAGE, rf"shortages?|short(?: (?:of )?attendance)?|low attendance|defaulters?|{LINE}"),
)
FORMATS = (
    (Format.XLSX, r"\.?(?:xlsx?|xsl)|excel|spreadsheet|workbook"),
    (Format.CSV, r"\.?csv"),
    (Format.PDF, r"\.?pdf"),
)
SHARE = r"shared?|sharing"
ALL = rf"(?:all|every|entire|whole|full){CLASSES}|everyone|everybody|(?:the )?college"
OF_ONE_CLASS = (
    r"(?:whole|entire|full)(?:(?: (?:the|of|my))* (?:class|students?|sections?))?"
    r"|(?:all|every)(?: (?:the|of|my))* (?:students?|sections?)|everyone|everybody"
)
"""Those of `ALL` that may stand before a class, as in `all students of CSE-2`."""
TO_COME = (
    r"\b(?:the )?(?:next|coming|upcoming|following)"
    r" (?:(?:[0-9]+ )?(?:days?|weeks?|months?|terms?|semesters?|years?)|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\b"
)
WEEKLY = r"weekly|(?:every|each) (?:week|mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day)?|schedule"
FILLERS = frozenset(
    {"a", "an", "and", "as", "class", "classes", "file", "for", "format", "give", "in", "list", "me", "my", "of"}
    | {"please", "pls", "plz", "report", "reports", "send", "show", "student", "students", "the", "with"}
)
NO_BRANCH = frozenset(
    {*(name.lower() for day in WEEKDAYS for name in (day, day[:3])), *(name.lower() for name in MONTHS), "sept"}
    | {"january", "february", "march", "april", "june", "july", "august", "september", "october", "november"}
    | {"december", "last", "this", "to", "from", "till", "until", "through", "of", "on", "in", "for", "the", "and"}
)
"""What stands before a number without being a branch."""


class SaidTwice(Told):
    """Two things of which a report has one."""

    def __init__(self, first: str, second: str, what: str) -> None:
        super().__init__(f"I read both {quoted(first)} and {quoted(second)}. {what}")


def read_wanted(words: Sequence[str], today: date, term: DateRange | None = None, threshold: int = 75) -> Wanted:
    """The report these words ask for; without days that of the term, or of this month where no term is set.

    Without a kind it is the summary, without a format a workbook. `threshold` is the college's, in percent. Raises one
    of the `Told` above and of `misreported`.
    """
    if len(words) > MOST_TYPED:
        raise TooManyWords(" ".join(words))
    said = _Said(threshold)
    rest = said.take_from(words)
    class_code, rest = _class_apart(rest, today, term)
    if class_code and said.everything and not _is(OF_ONE_CLASS, said.everything):
        raise SaidTwice(said.everything, str(class_code), f"Which of the two? Write `all` or `{class_code}` alone.")
    if said.weekly:
        raise EveryWeek(str(class_code or ("all" if said.everything else "CSE-2")))
    days = _days(_told(rest), today, term, class_code)
    if class_code is None and not said.everything:
        raise WhichClass(" ".join(words))
    days = days or term or _month_of(today)
    if days.last - days.first >= LONGEST:
        raise TooManyDays(days)
    return Wanted(class_code, days, said.kind, said.format, bool(said.share))


@dataclass
class _Said:
    """The phrases found among the words, as they were typed."""

    threshold: int
    kinds: dict[Kind, str] = field(default_factory=dict)
    formats: dict[Format, str] = field(default_factory=dict)
    share: str = ""
    everything: str = ""
    weekly: str = ""

    def take_from(self, words: Sequence[str]) -> list[str]:
        """Reads the phrases; the words that are in none."""
        rest, at = [], 0
        while at < len(words):
            taken = next((n for n in range(MOST_WORDS, 0, -1) if self._takes(words[at : at + n], n)), 0)
            if not taken:
                rest.append(words[at])
            at += taken or 1
        return rest

    def _takes(self, words: Sequence[str], asked: int) -> bool:
        typed = " ".join(words)
        if len(words) < asked:
            return False
        for kind, pattern in KINDS:
            if match := _is(pattern, typed):
                line = match.groupdict().get("line")
                if line and int(line) != self.threshold:
                    raise OtherLine(typed, self.threshold)
                self.kinds.setdefault(kind, typed)
                return True
        for format_, pattern in FORMATS:
            if _is(pattern, typed):
                self.formats.setdefault(format_, typed)
                return True
        for name, pattern in (("share", SHARE), ("weekly", WEEKLY), ("everything", ALL)):
            if _is(pattern, typed):
                setattr(self, name, typed)
                return True
        return False

    @property
    def kind(self) -> Kind:
        if len(self.kinds) > 1:
            first, second, *_ = self.kinds.values()
            raise SaidTwice(first, second, "Write one of them; each is a report of its own.")
        return next(iter(self.kinds), Kind.SUMMARY)

    @property
    def format(self) -> Format:
        if len(self.formats) > 1:
            first, second, *_ = self.formats.values()
            raise SaidTwice(first, second, "Write one of them; the report has a button for each of the three.")
        return next(iter(self.formats), Format.XLSX)


def _month_of(day: date) -> DateRange:
    return DateRange(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def _is(pattern: str, typed: str) -> re.Match[str] | None:
    return re.match(rf"(?:{pattern}){END}", typed, CASE)


def _class_apart(words: list[str], today: date, term: DateRange | None) -> tuple[ClassCode | None, list[str]]:
    """The class and the words around it: of several readings the first whose other words are days, else the first."""
    readings = list(_classes(words))
    for class_code, rest in readings:
        try:
            read_range(_told(rest), today, term)
        except UnreadableRange:
            continue
        return class_code, rest
    return readings[0] if readings else (None, words)


def _classes(words: list[str]) -> Iterator[tuple[ClassCode, list[str]]]:
    for at, word in enumerate(words):
        if word.lower() in FILLERS | NO_BRANCH:
            continue
        class_code, after = take_class(words[at:])
        if class_code is None or class_code.branch.lower() in NO_BRANCH:
            continue
        if after and len(after[0]) == 1 and after[0].isalpha() and not class_code.section:  # `cse 2 a`
            class_code, after = ClassCode(class_code.branch, class_code.year, after[0].upper()), after[1:]
        yield class_code, [*words[:at], *after]


def _told(words: Sequence[str]) -> list[str]:
    """The words that say something."""
    return [word for word in words if word.lower().strip(".!?") not in FILLERS]


def _days(words: list[str], today: date, term: DateRange | None, class_code: ClassCode | None) -> DateRange | None:
    """The days all these words name together. Raises with the words that name none."""
    try:
        return read_range(words, today, term)
    except UnreadableRange as unreadable:
        if unreadable.sentence != UnreadableRange(" ".join(words)).sentence:  # days, and something is wrong with them
            raise
    for at in range(len(words)):
        date_at(words, at, today)  # raises for a day that does not exist, wherever it stands
    if match := re.search(TO_COME, " ".join(words), CASE):
        raise DaysToCome(match.group(), class_code)
    leftover = _leftover(words, today, term)
    another, _ = next(_classes(leftover), (None, words))
    if class_code and another:
        raise SaidTwice(str(class_code), str(another), "Write one class, or `all`.")
    raise ReportNotRead(" ".join(leftover), class_code)


def _leftover(words: list[str], today: date, term: DateRange | None) -> list[str]:
    """The words around the longest stretch that is days."""
    for length in range(len(words) - 1, 0, -1):
        for at in range(len(words) - length + 1):
            try:
                read_range(words[at : at + length], today, term)
            except UnreadableRange:
                continue
            return [*words[:at], *words[at + length :]]
    return words
