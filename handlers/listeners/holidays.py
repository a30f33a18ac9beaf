"""Days without classes: `/attendance holidays`, and the forms that add one, a calendar file's or a country's."""

from __future__ import annotations

from functools import partial

from bot import closing
from bot.domain.country import COUNTRY, REGION, YEARS
from bot.domain.errors import Told, quoted
from bot.domain.holiday import FIRST, LAST, NAME
from bot.domain.holidayfile import FILE, MOST_BYTES, NoCalendar, check_size
from bot.views import holidays
from bot.views.forms import FileSent, Form
from bot.views.holidays import ADD, APPLY_COUNTRY, APPLY_FILE, BY_COUNTRY, IMPORT, REMOVE, read_days, read_page
from bot.views.settings import HOLIDAYS, ON_TOP
from handlers.asking import Asking, Command, OnCommand, OnPress, OnSubmit, Pressed, Submitted
from handlers.fetching import fetched


class NothingToRead(Told):
    """Words after `holidays`."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"I can't read {quoted(typed)} after `holidays`. Type `/attendance holidays` alone: holidays are added and"
            " taken out in the form it opens."
        )


def show(command: Command) -> Form:
    """The list, to add to and take from."""
    days = closing.listed(command.services, command.by)
    if command.words:
        raise NothingToRead(command.words.typed)
    return holidays.listing(days, command.reader)


def turn(press: Pressed) -> Form:
    """The list: above the settings, on another page, or back from a form."""
    days = closing.listed(press.services, press.by)
    if press.value == ON_TOP:
        return holidays.listing(days, press.reader, on_top=True)
    return holidays.listing(days, press.reader, read_page(press.value))


def remove(press: Pressed) -> Form:
    """Make the days ordinary ones."""
    outcome = closing.remove(press.services, press.deed("button"), read_days(press.value))
    return holidays.altered(outcome, True, press.reader)


def begin(press: Pressed) -> Form:
    """One of the three forms."""
    closing.check(press.services, press.by)
    edition = str(press.acted_at)
    if press.action["action_id"] == IMPORT:
        return holidays.import_file(edition)
    if press.action["action_id"] == BY_COUNTRY:
        return holidays.by_country(press.services.college.term, press.reader, edition)
    return holidays.add(edition)


def add(form: Submitted) -> Form:
    """One holiday, under the name given, whatever the days were called before."""
    filled = form.filled
    wanted = (filled.day(FIRST), filled.day(LAST), filled.text(NAME))
    return holidays.altered(closing.add_one(form.services, form.deed("form"), *wanted), False, form.reader)


def look_into(form: Submitted) -> Form:
    """What a calendar file holds."""
    sent = form.filled.file(FILE)
    if sent is None:
        raise NoCalendar
    shown = closing.propose_file(form.services, form.by, sent.name, partial(_content, form, sent))
    return holidays.of_file(shown, sent, form.reader)


def add_file(form: Submitted) -> Form:
    """The holidays of the file that was shown; it is fetched again, so nothing is kept of files nobody applies."""
    sent = holidays.read_file(form.carries)
    outcome = closing.add_file(form.services, form.deed("import"), sent.name, partial(_content, form, sent))
    return holidays.altered(outcome, False, form.reader)


def _content(asking: Asking, sent: FileSent) -> bytes:
    check_size(sent.name, sent.size)
    return fetched(asking, sent, MOST_BYTES)


def look_up(form: Submitted) -> Form:
    """The holidays of a country."""
    filled = form.filled
    days = read_days(filled.chosen(YEARS))
    shown, place = closing.propose_country(form.services, form.by, filled.text(COUNTRY), filled.text(REGION), days)
    return holidays.of_country(shown, place, form.reader)


def add_country(form: Submitted) -> Form:
    """The holidays of the country that was shown."""
    place, days = holidays.read_place(form.carries)
    outcome = closing.add_country(form.services, form.deed("import"), place, days)
    return holidays.altered(outcome, False, form.reader)


COMMANDS: dict[str, OnCommand] = {"holidays": show}
PRESSES: dict[str, OnPress] = {HOLIDAYS: turn, REMOVE: remove, ADD: begin, IMPORT: begin, BY_COUNTRY: begin}
FORMS: dict[str, OnSubmit] = {
    ADD: add,
    IMPORT: look_into,
    APPLY_FILE: add_file,
    BY_COUNTRY: look_up,
    APPLY_COUNTRY: add_country,
}
