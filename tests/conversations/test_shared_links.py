"""Guards the links an admin puts where others see them: whoever has one gets the file, until it ends, and nobody who
has something else learns anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, update

from bot.domain import linktoken
from bot.domain.filelink import Shared
from bot.domain.report import Made
from bot.store import reports
from bot.store.tables import share_link
from handlers import settings
from handlers.settings import Settings
from handlers.web import asgi, for_lambda
from tests.conversations.college import College
from tests.conversations.conftest import HOST, SECRET, TOKEN, House
from tests.conversations.filed import ADDRESS, downloads, fetched, makes, says, shared, visited, visits

NAME = "CSE-2 summary 2026-11-16 to 2026-11-22"
CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture(autouse=True)
def stored(house: House, college: College, bucket: str) -> None:
    house.stores_in(bucket)


@pytest.fixture
def made(house: House, tmp_path: Path) -> Made:
    return makes(house, tmp_path)


def token_of(link: Shared) -> str:
    return link.url.rpartition("/")[2]


@contextmanager
def asked(house: House) -> Iterator[list[str]]:
    """What the bot's own database is asked meanwhile."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(house.services.database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(house.services.database.engine, "before_cursor_execute", note)


def test_whoever_has_the_link_is_led_to_the_file(house: House, made: Made) -> None:
    answer = visits(house, shared(house, made))
    assert (answer.status, answer.body) == (302, b"")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "X-Amz-Expires=900" in answer.headers["location"]
    status, headers, body = fetched(answer.headers["location"])
    assert (status, body.decode()) == (200, f"{NAME}.xlsx")
    assert "attachment" in headers["content-disposition"]


def test_each_visit_is_noted_and_led_to_a_fresh_address(house: House, made: Made) -> None:
    link = shared(house, made)
    for _ in range(2):
        assert fetched(visits(house, link).headers["location"])[0] == 200
    assert downloads(house) == [(made.report_id, "xlsx", True, "")] * 2


def test_a_look_without_a_download_is_not_noted(house: House, made: Made) -> None:
    answer = visits(house, shared(house, made), "HEAD")
    assert (answer.status, answer.body, "location" in answer.headers) == (302, b"", True)
    assert downloads(house) == []


def test_a_link_is_short_and_says_nothing(house: House, made: Made) -> None:
    link = shared(house, made)
    assert re.fullmatch(rf"https://{HOST}/r/[A-Za-z0-9_-]{{36}}", link.url)


def test_a_link_works_a_week(house: House, made: Made) -> None:
    link = shared(house, made)
    house.clock.passes(days=6, hours=23, minutes=59)
    assert visits(house, link).status == 302
    house.clock.passes(minutes=1)
    with asked(house) as statements:
        says(visits(house, link), 410, "This link has expired")
    assert statements == []


def test_a_link_ends_when_its_row_says_so(house: House, made: Made) -> None:
    link = shared(house, made)
    with house.services.database.begin() as tx:
        tx.execute(update(share_link).values(expires_at=house.clock.now()))
    says(visits(house, link), 410, "This link has expired")


def test_no_altered_link_reaches_the_database(house: House, made: Made) -> None:
    token = token_of(shared(house, made))
    unknown = visited(house.handler, "/r/x").body
    with asked(house) as statements:
        for at, character in enumerate(token):
            for other in CHARACTERS.replace(character, ""):
                read = linktoken.read(house.services.link_keys, token[:at] + other + token[at + 1 :])
                assert read is None, (at, other)
            altered = token[:at] + ("A" if character != "A" else "B") + token[at + 1 :]
            answer = visited(house.handler, f"/r/{altered}")
            says(answer, 404, "This link does not work")
            assert answer.body == unknown
    assert statements == []
    assert downloads(house) == []


@pytest.mark.parametrize(
    "alter",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token + "=",
        lambda token: token + "\n",
        lambda token: token.swapcase(),
        lambda token: token[18:] + token[:18],
        lambda token: f" {token}",
        lambda token: f"{token}/",
        lambda token: f"{token}/x",
        lambda token: "",
        lambda token: "A" * 36,
        lambda token: "é" * 36,
        lambda token: "\x00" * 36,
    ],
)
def test_what_is_no_link_of_ours_is_unknown(house: House, made: Made, alter: Callable[[str], str]) -> None:
    token = token_of(shared(house, made))
    with asked(house) as statements:
        says(visited(house.handler, f"/r/{alter(token)}"), 404, "This link does not work")
    assert statements == []


def test_a_link_that_was_signed_and_is_nowhere_looks_like_any_other(house: House, made: Made) -> None:
    nowhere = linktoken.signed(house.services.link_keys, 424_242, house.clock.now() + timedelta(days=1))
    answer = visited(house.handler, f"/r/{nowhere}")
    says(answer, 404, "This link does not work")
    assert answer.body == visited(house.handler, "/r/x").body


def test_a_file_that_is_no_longer_kept_is_said(house: House, made: Made) -> None:
    link = shared(house, made)
    assert house.services.storage
    house.services.storage.forget_folder(made.place)
    says(visits(house, link), 410, "This file is no longer kept")
    with house.services.database.begin() as tx:
        reports.gone(tx, made.report_id)
    says(visits(house, link), 410, "This file is no longer kept")
    assert downloads(house) == []


def test_a_storage_or_a_database_that_is_away_is_said(
    house: House, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = shared(house, made)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    house.restarts()
    says(visits(house, link), 503, "Not reachable just now")
    assert visits(house, link).headers["retry-after"] == "60"
    url, house.database_url = house.database_url, "mysql+pymysql://nobody:x@127.0.0.1:9/none"
    house.restarts()
    says(visits(house, link), 503, "Not reachable just now")
    house.database_url, house.bucket = url, ""
    house.restarts()
    says(visits(house, link), 503, "Not reachable just now")


def with_secret(house: House, secret: str) -> Any:
    """The bot whose operator has set this signing secret."""
    environment = {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": secret,
        "DATABASE_URL": house.database_url,
        "REPORTS_BUCKET": house.bucket,
        "AWS_ENDPOINT_URL": "http://emulated",  # for the way links are written; boto3 asks the environment itself
    }
    return for_lambda(asgi(Settings.read(environment)))


def test_links_outlive_a_change_of_the_secret(house: House, made: Made) -> None:
    path = shared(house, made).url.removeprefix(ADDRESS)
    assert visited(with_secret(house, f"new-secret,{SECRET}"), path).status == 302
    says(visited(with_secret(house, "new-secret"), path), 404, "This link does not work")
    keys = settings.services(Settings.read({"SLACK_SIGNING_SECRET": "a b"}, for_database=True), house.slack).link_keys
    signed = linktoken.signed(keys, 7, house.clock.now())
    assert linktoken.read(keys[:1], signed)
    assert not linktoken.read(keys[1:], signed)


def test_what_signs_links_is_not_what_signs_requests(house: House) -> None:
    assert SECRET.encode() not in house.services.link_keys
    assert len(house.services.link_keys[0]) == 32
    assert repr(house.services.link_keys[0]) not in repr(house.services)


class Page(HTMLParser):
    """What is in a page: tags with their attributes."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(body.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_is_read_on_a_phone_in_the_dark_and_aloud(house: House) -> None:
    answer = visited(house.handler, "/r/x")
    tags = Page(answer.body).tags
    assert ("html", {"lang": "en"}) in tags
    assert [tag for tag, _ in tags].count("h1") == 1
    assert {"title", "main"} <= {tag for tag, _ in tags}
    assert any(about.get("name") == "viewport" for _, about in tags)
    assert not any({"src", "href", "onclick"} & set(about) for _, about in tags)
    assert b"prefers-color-scheme:dark" in answer.body
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert len(answer.body) < 2000
