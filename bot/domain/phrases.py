"""The set phrases of `/attendance mark`: the statuses, everybody's mark at once, and what changes nothing."""

from __future__ import annotations

import re

from bot.domain.day import CASE

END = r"(?=[.!?]*(?: |$))"
NOBODY = r"(?:none|nobody|no one|no-one|nil)"
ALL = r"(?:all(?: (?:the )?students)?|everyone|everybody)"
BE = r"(?: (?:are|is|were|was))?"
HERE = r"(?:present|here)"
P = r"p(?! [0-9])"  # `all p`, not `all p 3`
ABSENT = r"(?:absent|abs|ab)"
BUT = r"(?:except|but)(?: for)?"

ALL_PRESENT = re.compile(
    rf"(?:{ALL}{BE} (?:{HERE}|{P})|{HERE} {ALL}|{NOBODY}{BE} {ABSENT}|no absent(?:ee)?s?|{ABSENT} {NOBODY}){END}", CASE
)
ALL_PRESENT_BUT = re.compile(rf"(?:{ALL}{BE}(?: (?:{HERE}|p))?|{HERE} {ALL}) {BUT}{END}", CASE)
ALL_ABSENT = re.compile(rf"(?:{ALL}{BE} {ABSENT}|{ABSENT} {ALL}|{NOBODY}{BE} {HERE}){END}", CASE)
ALL_ABSENT_BUT = re.compile(rf"(?:{ALL}{BE} {ABSENT}|{ABSENT} {ALL}|{NOBODY}{BE} {HERE}) {BUT}{END}", CASE)
PRESENT = re.compile(rf"present{END}", CASE)
OTHERS_PRESENT = re.compile(
    rf"(?:all )?(?:the )?(?:rest|others|remaining|everyone else)(?: all| are)? {HERE}{END}", CASE
)
LEAVE = r"(?:on )?(?:medical |sick )?leave"
EMPTY_LIST = re.compile(rf"(?:late|excused|on[ -]duty|od|{LEAVE}|sick|medical) {NOBODY}{END}", CASE)
POLITE = re.compile(rf"(?:please|pls|plz|thanks|thank you|thx){END}", CASE)
CLASS = r"(?:the )?(?:class|lecture)"
CANCELLED = re.compile(
    rf"(?:(?:{CLASS} )?(?:(?:is|was|got) )?cancel(?:l?ed)?(?: {CLASS})?|no (?:class|lecture)){END}", CASE
)

LISTS = (  # the words that rolls follow
    ("absent", re.compile(rf"(?:absent(?:ees?)?|except(?: for)?){END}", CASE)),
    ("late", re.compile(rf"late{END}", CASE)),
    ("excused", re.compile(rf"excused?{END}", CASE)),
    ("on duty", re.compile(rf"(?:on[ -]?duty|od){END}", CASE)),
)
MAYBE_LISTS = (  # could be a subject: lists only when a roll follows
    ("absent", re.compile(rf"(?:abs|ab){END}", CASE)),
    ("excused", re.compile(rf"(?:{LEAVE}|sick|medical){END}", CASE)),
)
ML = ("excused", re.compile(rf"ml{END}", CASE))  # medical leave, or a branch
LISTS_BEHIND = (  # what can stand after its rolls: `4 11 absent`
    ("absent", re.compile(rf"{ABSENT}{END}", CASE)),
    *LISTS[1:],
    ("excused", re.compile(rf"(?:{LEAVE}|sick){END}", CASE)),
)
GLUED = re.compile(r"(absent(?:ees?)?|abs|except|late|excused?|leave|sick|od)(?:[=.(]?|-(?!.*-))([0-9].*)", CASE)

SUBJECT = re.compile(rf"(?:new )?subject{END}", CASE)
SECTION = re.compile(rf"(?:section[ .-]?|sec(?:\. |[ .-]))([a-z]|[a-oq-z][0-9]){END}", CASE)  # `sec p3`: a period
NUMBERED = re.compile(rf"(?:(?:period|hour|hr)(?: no\.?| number)?[ .#-]?([0-9]+)|p[ .-]?([1-9][0-9]?)){END}", CASE)
ORDINAL = re.compile(rf"([0-9]+)(?:st|nd|rd|th) (?:period|hour|hr){END}", CASE)

ROLL_NUMBER = {"roll", "rolls", "no", "no.", "nos", "nos.", "number", "numbers"}
BETWEEN_ROLLS = frozenset({"and", "&", "+", "from", "are", "is", "were", "was"} | ROLL_NUMBER)
SPAN_WORDS = frozenset({"to", "till", "until", "through", "thru"})
BEFORE = frozenset({"on", "for", "at", "in", "of", "the", "class"})  # said before a class, date or period
NO_BRANCH = BETWEEN_ROLLS | SPAN_WORDS | BEFORE - {"class"} | {"last", "this"}
NUMBER_LIKE = re.compile(r"[0-9](?:.*[0-9])?")
