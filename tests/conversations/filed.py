"""A report that was made, written straight into the tables and the bucket; and a browser that follows links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from sqlalchemy import select

from bot import sharing
from bot.domain.classcode import ClassCode
from bot.domain.filelink import Shared
from bot.domain.percentage import Standing
from bot.domain.period import DateRange
from bot.domain.report import Bands, Facts, Format, Line, Made, Point, Wanted, file_name
from bot.store import reports
from bot.store.tables import download
from bot.views.blocks import Reader
from bot.views.reports import report
from infra.local.slack.wire import Request, Response
from tests.conversations.conftest import ADMIN, HOST, House, through_lambda

ADDRESS = f"https://{HOST}"
DAYS = DateRange(date(2026, 11, 16), date(2026, 11, 22))
FACTS = Facts(
    Bands(eligible=10, condonable=1, short=1),
    Standing(60, 92, 75, 65),
    roll_calls=5,
    unmarked=0,
    by="section",
    lines=(Line("CSE-2-A", 3, 36, 60, Bands(eligible=6)), Line("CSE-2-B", 2, 24, 32, Bands(4, 1, 1))),
    trend=(Point(DAYS.first, DAYS.first, 30, 50), Point(DAYS.last, DAYS.last, 30, 42)),
)


def asks(house: House, typed: str = "CSE-2", format_: Format = Format.XLSX, channel: str = "C1") -> Made:
    """A report that is wanted, and on its way; `all` for every class."""
    code = None if typed == "all" else ClassCode.read(typed)
    with house.services.database.begin() as tx:
        number = reports.add(tx, Wanted(code, DAYS, format=format_), ADMIN, house.clock.now(), channel)
        found = reports.find(tx, number)
    assert found
    return found


def makes(house: House, folder: Path, typed: str = "CSE-2", format_: Format = Format.XLSX) -> Made:
    """A report whose files are in the bucket: what each holds is its own name."""
    asked = asks(house, typed, format_)
    assert house.services.storage
    keys = {one: f"{asked.place}/{file_name(asked.wanted, one)}" for one in Format}
    for one, key in keys.items():
        path = folder / one.value
        path.write_text(file_name(asked.wanted, one))
        house.services.storage.put(key, path, "text/plain")
    with house.services.database.begin() as tx:
        reports.made(tx, asked.report_id, house.clock.now(), FACTS, keys)
        found = reports.find(tx, asked.report_id)
    assert found
    return found


def posts(house: House, made: Made, **drawn: Any) -> None:
    """The report's message appears in the channel."""
    reader = Reader("", house.clock.today(), house.clock.zone)
    house.slack.post("C1", report(made, reader, **drawn).payload)


def downloads(house: House) -> list[tuple[int, str, bool, str]]:
    """Which file was given: the report, the format, whether through a shared link, and to whom."""
    with house.services.database.reading() as tx:
        rows = tx.execute(select(download).order_by(download.c.download_id)).all()
    return [(row.report_id, row.format, row.link_id is not None, row.slack_user_id) for row in rows]


def fetched(url: str) -> tuple[int, dict[str, str], bytes]:
    """What a browser gets there: status, headers by lower-case name, body."""
    try:
        with urlopen(url, timeout=30) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def visited(
    handler: Callable[[dict[str, Any], Any], dict[str, Any]], path: str, method: str = "GET", **headers: str
) -> Response:
    """What the bot answers to a browser, through API Gateway. Follows nothing."""
    return through_lambda(handler)(Request(method, path, headers, b""))


def shared(house: House, made: Made) -> Shared:
    """The link, as the job makes it."""
    link = sharing.link(house.services, made, ADDRESS, house.clock.now())
    assert link
    return link


def visits(house: House, link: Shared, method: str = "GET") -> Response:
    return visited(house.handler, link.url.removeprefix(ADDRESS), method)


def says(answer: Response, status: int, heading: str) -> None:
    """A page with this heading, and nothing a browser keeps, lists or loads."""
    assert (answer.status, f"<h1>{heading}</h1>" in answer.body.decode()) == (status, True), answer
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert (answer.headers["cache-control"], answer.headers["x-robots-tag"]) == ("no-store", "noindex")
    assert "location" not in answer.headers
