"""The holidays: the list, the forms that add to it, and what adding many would do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from bot.domain.country import COUNTRY, REGION, YEARS, Place
from bot.domain.holiday import FIRST, LAST, NAME, Altered, Days, LeftOut, Proposed, Run, runs, said_days
from bot.domain.holidayfile import FILE, HOW_TO
from bot.domain.period import DateRange, said_range
from bot.views.blocks import (
    Block,
    Message,
    Reader,
    actions,
    button,
    confirm,
    context,
    escaped,
    option,
    paragraphs,
    section,
    unformatted,
)
from bot.views.forms import FileSent, Form, choice, day, field_of, file, text
from bot.views.pressed import read_back
from bot.views.settings import HOLIDAYS

ADD, IMPORT, BY_COUNTRY, REMOVE = "holiday_add", "holiday_file", "holiday_country", "holiday_remove"
"""Action ids of buttons; also, but for the last, the names of the forms they open."""
APPLY_FILE, APPLY_COUNTRY = "holiday_file_apply", "holiday_country_apply"
BACK = "back"
TITLE = "Holidays"
A_PAGE = 30
"""Holidays on a page: each is a block, and may have a month above it, of a hundred blocks in all."""
YEARS_BACK, YEARS_AHEAD = 1, 2
MOST_SPOKEN = 100
LONGEST_NAME = 200
"""Characters of a file's name that are carried along."""


def listing(days: Days, reader: Reader, page: int | None = None, note: str = "", on_top: bool = False) -> Form:
    """The holidays by month, a page at a time; unless told otherwise the one with the next holiday.

    `note` is a sentence above them, escaped.
    """
    found = runs(days)
    pages = max(1, -(-len(found) // A_PAGE))
    page = min(_coming(found, reader.today) // A_PAGE if page is None else page, pages - 1)
    blocks = [
        *([section(note)] if note else []),
        section(_summary(days)),
        _ways_to_add(),
        *_months(found[page * A_PAGE : (page + 1) * A_PAGE], reader),
        *_pages(page, pages),
    ]
    return Form(TITLE, blocks, on_top=on_top, instead=_spoken(found, reader))


def _summary(days: Days) -> str:
    if not days:
        return "*No holidays yet.* Attendance can be taken on every day."
    on = "it" if len(days) == 1 else "them"
    return f"*{_counted(len(days))}.* No attendance is taken on {on}, and none counts."


def _ways_to_add() -> Block:
    return actions(
        button("Add a holiday", ADD, ADD, "primary"),
        button("From a calendar file", IMPORT, IMPORT),
        button("Of a country", BY_COUNTRY, BY_COUNTRY),
        block_id="ways",
    )


def _coming(found: Sequence[Run], today: date) -> int:
    """The place of the next holiday in the list, or of the last one."""
    return next((number for number, run in enumerate(found) if run.days.last >= today), max(0, len(found) - 1))


def _months(found: Sequence[Run], reader: Reader) -> list[Block]:
    blocks: list[Block] = []
    month = ""
    for run in found:
        if f"{run.days.first:%B %Y}" != month:
            month = f"{run.days.first:%B %Y}"
            blocks.append(section(f"*{month}*"))
        day = "this day" if run.days.first == run.days.last else "these days"
        told = f"Attendance of {day} can be taken, and counts again."
        sure = confirm("Take it out?", told, "Take out", "Keep")
        value = f"{run.days.first}.{run.days.last}"
        blocks.append(section(unformatted(run.said(reader.today)), button("Remove", REMOVE, value, confirm=sure)))
    return blocks


def _pages(page: int, pages: int) -> list[Block]:
    row = [button("Earlier", f"{HOLIDAYS}.{page - 1}", str(page - 1))] if page else []
    row += [button("Later", f"{HOLIDAYS}.{page + 1}", str(page + 1))] if page + 1 < pages else []
    return [actions(*row, block_id="pages")] if row else []


def _spoken(found: Sequence[Run], reader: Reader) -> Message:
    """The coming ones in words, where the list cannot be opened."""
    coming = [unformatted(run.said(reader.today)) for run in found[_coming(found, reader.today) :]][:MOST_SPOKEN]
    how = "Slack did not open the list just now; type `/attendance holidays` again to change it."
    lines = coming or ["No holidays yet"]
    return Message(f"Holidays. {'. '.join(lines)}. {how}", [*paragraphs("\n".join(lines)), context(how)])


def _counted(days: int) -> str:
    return f"{days:,} {'day' if days == 1 else 'days'}"


def altered(outcome: Altered, removed: bool, reader: Reader) -> Form:
    """The list with what was done above it."""
    return listing(outcome.holidays, reader, note=_done(outcome, removed, reader))


def _done(outcome: Altered, removed: bool, reader: Reader) -> str:
    if not outcome.days:
        return "That was taken out already." if removed else "These are holidays already. Nothing was changed."
    named = [unformatted(run.said(reader.today)) for run in runs(outcome.days)]
    what = "; ".join(named) if len(named) <= 5 else _counted(len(outcome.days))
    done = f":white_check_mark: {'Taken out' if removed else 'Added'}: {what}."
    if not outcome.taken:
        return done
    counts = "counts again" if removed else "counts no longer"
    return f"{done} Attendance was taken on {said_days(outcome.taken, reader.today)}: it {counts}."


def add(edition: str) -> Form:
    """One holiday, of a day or several."""
    blocks = [
        field_of(NAME, "Name", text(most=120, placeholder="Diwali")),
        field_of(FIRST, "Day", day()),
        field_of(LAST, "Last day", day(), hint="Only for a holiday of several days.", optional=True),
        _back(),
    ]
    return Form("Add a holiday", blocks, ADD, "Add", edition=edition)


def import_file(edition: str) -> Form:
    """A calendar file to take holidays from. Slack does not say that it knows the kind `ics`, so any may be chosen."""
    what = "You are shown what is in the file before anything is added. Holidays that are there already stay."
    blocks = [field_of(FILE, "Calendar file (.ics)", file(), hint=HOW_TO), context(what), _back()]
    return Form("From a calendar file", blocks, IMPORT, "Look into it", edition=edition)


def by_country(term: DateRange | None, reader: Reader, edition: str) -> Form:
    """The public holidays of a country or state."""
    years = [str(reader.today.year + by) for by in range(-YEARS_BACK, YEARS_AHEAD + 1)]
    offered = [option(year, f"{year}-01-01.{year}-12-31") for year in years]
    if term:
        offered.insert(0, option(f"the term, {said_range(term, reader.today)}", f"{term.first}.{term.last}"))
    this_year = offered[0 if term else YEARS_BACK]["value"]
    blocks = [
        field_of(COUNTRY, "Country", text(most=60, placeholder="India")),
        field_of(REGION, "State or region", text(most=60, placeholder="Kerala"), optional=True),
        field_of(YEARS, "When", choice(offered, this_year)),
        context("You are shown the holidays before any is added. Take out afterwards what your college does not keep."),
        _back(),
    ]
    return Form("Of a country", blocks, BY_COUNTRY, "Show them", edition=edition)


def _back() -> Block:
    return actions(button("Back to the list", f"{HOLIDAYS}.{BACK}", BACK), block_id="back")


def of_file(shown: Proposed, sent: FileSent, reader: Reader) -> Form:
    """What is in a calendar file, to be added or not."""
    carries = json.dumps([sent.file_id, sent.name[:LONGEST_NAME], sent.size, sent.url], separators=(",", ":"))
    return _proposed(shown, sent.name, APPLY_FILE, carries, reader)


def of_country(shown: Proposed, place: Place, reader: Reader) -> Form:
    """The holidays of a country, to be added or not."""
    days = shown.found.window
    parts = [place.country, place.country_code, place.region, place.region_code, str(days.first), str(days.last)]
    return _proposed(shown, str(place), APPLY_COUNTRY, json.dumps(parts, separators=(",", ":")), reader)


def _proposed(shown: Proposed, source: str, name: str, carries: str, reader: Reader) -> Form:
    fresh = len(shown.fresh)
    summary = f"{_counted(fresh + shown.there)}: {fresh} new, {shown.there} there already."
    if not shown.found.days:
        summary = "No holidays there."
    years = f"Looked at: {said_range(shown.found.window, reader.today)}."
    taken = f":warning: Attendance was taken on {said_days(shown.taken, reader.today)}: it would count no longer."
    blocks = [
        section(f"*{unformatted(source)}*\n{summary} {years}"),
        *([section(taken)] if shown.taken else []),
        *paragraphs("\n".join(unformatted(run.said(reader.today)) for run in runs(shown.fresh)), most=20),
        *_left_out(shown.found.left_out),
        _back(),
    ]
    submit = f"Add {_counted(fresh)}" if fresh else ""
    return Form("New holidays", blocks, name if fresh else "shown", submit, "Cancel" if fresh else "Close", carries)


def _left_out(left: LeftOut) -> list[Block]:
    parts = {
        "before or after these days": left.outside,
        "of a part of a day": left.part,
        "cancelled": left.cancelled,
        "called an observance, not a holiday": left.observances,
        "without a date I can read": left.unreadable,
    }
    told = ", ".join(f"{times:,} {what}" for what, times in parts.items() if times)
    return [context(f"Entries left out: {escaped(told)}.")] if told else []


@read_back
def read_page(value: str) -> int | None:
    """The page on a button; none on the one that leads back to the list."""
    return None if value == BACK else max(0, int(value))


@read_back
def read_days(value: str) -> DateRange:
    """The days of a holiday on a button, or of a chosen year."""
    first, last = value.split(".")
    return DateRange(date.fromisoformat(first), date.fromisoformat(last))


@read_back
def read_file(carries: str) -> FileSent:
    """The file a form showed the holidays of."""
    file_id, name, size, url = json.loads(carries)
    return FileSent(str(file_id), str(name), int(size), str(url))


@read_back
def read_place(carries: str) -> tuple[Place, DateRange]:
    """The place and the days a form showed the holidays of."""
    *place, first, last = json.loads(carries)
    return Place(*map(str, place)), DateRange(date.fromisoformat(first), date.fromisoformat(last))
