"""What one cell of a student's row says: a roll number, a name, an e-mail, a year, a class."""

from __future__ import annotations

import re
import unicodedata

from bot.domain.classcode import ClassCode, UnreadableClass
from bot.domain.errors import JOINERS, Told, quoted
from bot.domain.student import normal_roll
from bot.domain.words import plain

LONGEST_ROLL = 32  # characters, all of these, as they are kept
LONGEST_NAME = 120
LONGEST_EMAIL = 254
LONGEST_CONTACT = 254
LAST_YEAR = 12

NOTHING = frozenset({"-", "--", ".", "na", "n/a", "n.a.", "nil", "none", "null"})  # what people write for it
LONGEST_NOTHING = max(map(len, NOTHING))
KEPT_TEXT = re.compile(r'="(.*)"')  # how programs keep Excel from reading 0042 as 42
# How people do (`'0042`), and what our own files put before what could be a formula: see bot/formats/csv_out.py.
GUARD = re.compile("(\\A|[;\t\r\n])'(?=[\\s'\"\u200b\u2060\ufeff]*[=+\\-@＝＋－＠]|[\t\r])|\\A'(?=[0-9])")
FAILED = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA)")
WHOLE = re.compile(r"([0-9]+)\.0+")
FRACTION = re.compile(r"[0-9]*\.[0-9]+")
EXPONENT = re.compile(r"([0-9])(?:\.([0-9]+)E\+?|E\+)([0-9]+)")  # 21E4 is none: it may be somebody's roll number
IN_ANGLES = re.compile(r"<([^<>]*)>\Z")
EMAIL = re.compile(r"[^@\s,;:<>\"()\\]+@(?:[\w-]+\.)+[\w-]{2,}")
ROMANS = "i ii iii iv v vi vii viii ix x xi xii"
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
NUMBERS = {word: number for words in (ROMANS, ORDINALS) for number, word in enumerate(words.split(), 1)}
AS_TEXT = "Format the column as text, and type it again."
SUFFIXES = ("st", "nd", "rd", "th")
AROUND_YEAR = frozenset({*SUFFIXES, "year", "years", "yr", "y", "semester", "sem", "s", "std", "standard"})
AROUND_CLASS = frozenset({"year", "yr", "section", "sec", "division", "div", "class"})
PARTS = re.compile(r"[^\W\d_]+|\d+")


class UnreadableCell(Told):
    """A cell that cannot be what its column says."""


def tidy(cell: str) -> str:
    """The cell's text without what a program put around it: `="0042"` and `'0042` are `0042`.

    Empty for what people write for nothing (`-`, `n/a`). Raises UnreadableCell for a formula that failed or was never
    calculated.
    """
    text = cell.strip()
    if len(text) <= LONGEST_NOTHING and text.casefold() in NOTHING:
        return ""
    if text.startswith("=") and (match := KEPT_TEXT.fullmatch(text)):
        return match[1].strip()
    if text.startswith("=") or (text.startswith("#") and FAILED.fullmatch(text)):
        raise UnreadableCell(f"{quoted(text)} is a formula without a result. Put the value itself there.")
    return GUARD.sub(r"\1", text) if "'" in text else text


def one_line(text: str) -> str:
    """What `plain` gives, at once for the usual text that has nothing to fold."""
    return " ".join(text.split()) if text.isascii() else plain(text)


def read_roll(text: str) -> str:
    """A roll number as it is stored. `42.0` and `4.2E+1`, which spreadsheet programs make of it, are `42`.

    Raises UnreadableCell.
    """
    roll = _number(normal_roll(text), "roll number")
    if not roll:
        raise UnreadableCell("The roll number is missing. Every student needs one, as in `21CSE042`.")
    if len(roll) > LONGEST_ROLL:
        raise UnreadableCell(f"The roll number {quoted(roll)} has more than {LONGEST_ROLL} characters.")
    if FRACTION.fullmatch(roll):
        raise UnreadableCell(f"{quoted(roll)} has a fraction, and a roll number has none. Write it as in `21CSE042`.")
    if not roll.isprintable() or "\ufffd" in roll or not any(map(str.isalnum, roll)):
        raise UnreadableCell(f"{quoted(roll)} is no roll number. Type it again, as in `21CSE042`.")
    return roll


def read_name(text: str) -> str:
    """A name in composed letters (NFC), every run of white space one space. Raises UnreadableCell."""
    name = " ".join(text.split())
    if not name.isascii():
        name = " ".join("".join(filter(_seen, unicodedata.normalize("NFC", name))).split())
    if not name:
        raise UnreadableCell("The name is missing.")
    if len(name) > LONGEST_NAME:
        raise UnreadableCell(f"The name {quoted(name)} has more than {LONGEST_NAME} characters.")
    if _is_damaged(name) or not any(map(str.isalpha, name)):
        raise UnreadableCell(f"I can't read {quoted(name)} as a name. Type it again, as in `Asha Rao`.")
    return name


def read_email(text: str) -> str | None:
    """An e-mail in lower case, also out of `mailto:` or `Asha <asha@college.edu>`; None for an empty text.

    Raises UnreadableCell.
    """
    if not text:
        return None
    email = one_line(text).lower().strip(" ,;.")
    if match := IN_ANGLES.search(email):
        email = match[1].strip()
    email = email.removeprefix("mailto:").partition("?")[0]
    if len(email) > LONGEST_EMAIL or not email.isprintable() or not EMAIL.fullmatch(email):
        raise UnreadableCell(f"I can't read {quoted(text)} as an e-mail. Write one, as in `asha@college.edu`.")
    return email


def read_contact(text: str) -> str | None:
    """A guardian's telephone number or e-mail, as written; None for an empty text. Raises UnreadableCell."""
    contact = _number(one_line(text), "guardian contact")
    if len(contact) > LONGEST_CONTACT:
        raise UnreadableCell(f"The guardian contact {quoted(contact)} has more than {LONGEST_CONTACT} characters.")
    if _is_damaged(contact):
        raise UnreadableCell(f"I can't read {quoted(contact)} as a guardian contact. Type it again.")
    return contact or None


def read_year(text: str) -> int:
    """A year of study from 1 to 12: `2`, `02`, `2.0`, `II`, `IInd`, `2nd`, `Second Year`. Raises UnreadableCell."""
    return _counted(text, "year", LAST_YEAR)


def year_of_semester(text: str) -> int:
    """The year a semester is in, two to a year: 3 is in year 2. Raises UnreadableCell."""
    return (_counted(text, "semester", 2 * LAST_YEAR) + 1) // 2


def read_class(text: str) -> ClassCode:
    """A class as ClassCode reads it, and with the year in words or in front: `CSE-II-A`, `II Year CSE A`.

    Raises UnreadableClass.
    """
    try:
        return ClassCode.read(text)
    except UnreadableClass as unreadable:
        try:
            return ClassCode.read(_in_digits(text))
        except UnreadableClass:
            raise unreadable from None


def class_of_parts(branch: str, year: int, section: str) -> ClassCode:
    """The class of a branch, a year and a section, `""` for none, each from a column of its own.

    Raises UnreadableCell.
    """
    try:
        whole = _class(branch, year)
    except UnreadableClass:
        raise UnreadableCell(
            f"I can't read {quoted(branch)} as a branch. Write its short form, as in `CSE`."
            if branch
            else "The branch is missing. Write its short form, as in `CSE`."
        ) from None
    return in_section(whole, section)


def in_section(whole: ClassCode, section: str) -> ClassCode:
    """The section of that class: `A`, `Section A`; the class itself for an empty text. Raises UnreadableCell."""
    words = [word for word in re.split(r"[\s.:_-]+", plain(section).lower()) if word and word not in AROUND_CLASS]
    if not words:
        return whole
    try:
        found = _class(whole.branch, whole.year, " ".join(words))
    except UnreadableClass:
        raise UnreadableCell(
            f"I can't read {quoted(section)} as a section. Write a letter, as in `A`, or up to four, as in `B2`."
        ) from None
    if whole.section not in ("", found.section):
        raise UnreadableCell(f"The class says section {whole.section}, its own column {found.section}. Correct one.")
    return found


def _in_digits(text: str) -> str:
    """A class with its year as a number behind the branch; empty when no year is found."""
    words = [word for word in re.split(r"[\s_/-]+", plain(text).lower()) if word not in AROUND_CLASS]
    for year, branch in ((1, 0), (0, 1)):
        if len(words) in (2, 3) and (number := _number_of(words[year])):
            return "-".join((words[branch], str(number), *words[2:]))
    return ""


def _class(branch: str, year: int, section: str = "") -> ClassCode:
    return ClassCode.read("-".join(filter(None, (branch.replace(".", ""), str(year), section))))


def _number(text: str, what: str) -> str:
    """The text; digits alone where a program wrote a whole number in another way."""
    if match := WHOLE.fullmatch(text):
        return match[1]
    match = EXPONENT.fullmatch(text.upper()) if "+" in text or "." in text else None
    if match is None:
        return text
    decimals, power = match[2] or "", int(match[3][:4])
    if len(decimals) < power or decimals[power:].strip("0"):
        raise UnreadableCell(f"The {what} {quoted(text)} has lost digits, as Excel shortens long numbers. {AS_TEXT}")
    return match[1] + decimals[:power]


def _counted(text: str, what: str, last: int) -> int:
    words = PARTS.findall(re.sub(r"\.0+\Z", "", plain(text).lower()))
    numbers = [_number_of(word) for word in words if word not in AROUND_YEAR]
    if len(numbers) != 1 or not 1 <= numbers[0] <= last:
        read = f"I can't read {quoted(text)} as a {what}" if text else f"The {what} is missing"
        raise UnreadableCell(f"{read}. Write a number from 1 to {last}, as in `2`.")
    return numbers[0]


def _number_of(word: str) -> int:
    """`2`, `ii`, `iind`, `second`; 0 for any other word. Numbers of more than four digits are none."""
    if word.isdecimal():
        return int(word[:4]) if len(word) <= 4 else 0
    stem = word[:-2] if word.endswith(SUFFIXES) else ""
    return NUMBERS.get(word) or NUMBERS.get(stem) or (int(stem) if stem.isdecimal() and len(stem) < 3 else 0)


def _seen(char: str) -> bool:
    return char in JOINERS or unicodedata.category(char) != "Cf"


def _is_damaged(text: str) -> bool:
    """Whether it holds a control character, half a pair, or the mark of a letter that was lost earlier."""
    if text.isascii():
        return not text.isprintable()
    return any(char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cs") for char in text)
