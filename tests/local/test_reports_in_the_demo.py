"""Reports in `make run`: a file made on this machine opens in the browser, and nobody waits for what keeps it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from bot.storage import Storage
from infra.local.college_people import COMFORTABLE, MEERA, OFFICE, account
from infra.local.files import keeping_files
from tests.conversations.filed import fetched
from tests.local.demo import Demo, Json, Visitor, demo
from tests.local.test_the_page import becomes, is_ready, types
from tests.soon import soon

REPORT = "/attendance report CSE-2 last month csv"


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said of AWS in this environment is as before afterwards; meanwhile somebody's own account is in it."""
    for name in ("AWS_ENDPOINT_URL_S3", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
        monkeypatch.setenv(name, "their-own")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "their-own")
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "their-own")


def test_files_have_a_place_from_the_first_moment(settled: None, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("rows")
    begun = time.monotonic()
    with keeping_files() as bucket:
        assert time.monotonic() - begun < 0.5  # moto takes longer to import
        storage = Storage(bucket, path_style=True)
        storage.put("a/b", tmp_path / "a", "text/plain")
        url = storage.fresh("a/b", "ரிப்போர்ட்.csv", 900)
        assert url
        assert urlsplit(url).hostname == "127.0.0.1"
        assert fetched(url)[2] == b"rows"
        assert os.environ["AWS_ENDPOINT_URL_S3"].startswith("http://127.0.0.1:")
        assert "AWS_PROFILE" not in os.environ


def newest_with(visitor: Visitor, words: str) -> Json:
    """The newest message with these words in it, once it is there."""
    found: list[Json] = []

    def there() -> bool:
        found[:] = [one for one in visitor.messages() if words in json.dumps(one, ensure_ascii=False)]
        return bool(found)

    soon(there)
    return found[-1]


def link_in(message: Json, label: str = "Open the file") -> str:
    """Where a button or a link with these words leads."""
    for element in _elements(message):
        if element["text"]["text"] == label and "url" in element:
            return str(element["url"])
    found = re.search(rf"<(http[^|>]+)\|{label}>", json.dumps(message, ensure_ascii=False))
    assert found, message
    return found[1]


def _elements(message: Json) -> Iterator[Json]:
    for block in message["blocks"]:
        yield from (one for one in block.get("elements", ()) if isinstance(one.get("text"), dict))


def presses(visitor: Visitor, message: Json, label: str) -> None:
    """A button in that message, which need not be the newest."""
    for block in message["blocks"]:
        for element in (*block.get("elements", ()), *filter(None, [block.get("accessory")])):
            if element["type"] == "button" and element["text"]["text"] == label:
                action = {"type": "button", "action_id": element["action_id"], "value": element["value"]}
                body: dict[str, Any] = {"user": visitor.user, "message": message["id"], "block_id": block["block_id"]}
                visitor.demo.acts("act", action=action, **body)
                return
    raise AssertionError(f"no button {label!r} in {message}")


def rows_at(url: str) -> list[list[str]]:
    with urlopen(url, timeout=30) as answer:
        return list(csv.reader(io.StringIO(answer.read().decode("utf-8-sig"))))


def test_a_report_is_made_posted_opened_shared_and_revoked(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        office, meera = Visitor(running, OFFICE), Visitor(running, MEERA)
        assert "Preparing the summary of" in office.types(f"{REPORT} share")
        mine = newest_with(office, "Your file")
        assert any("21CSE008" in row for row in rows_at(link_in(mine)))
        posted = newest_with(meera, "works until")
        assert "Asha Nair" not in json.dumps(posted)
        shared = link_in(posted)
        assert urlsplit(shared).path.startswith("/r/")
        assert rows_at(shared) == rows_at(link_in(mine))
        presses(meera, posted, "Download CSV")
        assert any("21CSE008" in row for row in rows_at(link_in(newest_with(meera, "Your file"))))
        student = Visitor(running, account(COMFORTABLE))
        presses(student, posted, "Download CSV")
        newest_with(student, "Only teachers and admins can do that")
        presses(office, posted, "Revoke the link")
        newest_with(office, "is revoked")
        with pytest.raises(HTTPError) as gone:
            urlopen(shared, timeout=30)
        assert (gone.value.code, b"This link was withdrawn" in gone.value.read()) == (410, True)
        _, printed = running.stop()
    assert "Traceback" not in printed
    assert "X-Amz-" not in printed
    assert "/r/" not in printed


def test_after_a_restart_the_files_are_gone_and_can_be_made_again(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        Visitor(running, OFFICE).types(REPORT)
        newest_with(Visitor(running, OFFICE), "Your file")
        running.stop()
    with demo(tmp_path) as running:
        office = Visitor(running, OFFICE)
        presses(office, newest_with(office, "Download CSV"), "Download CSV")
        newest_with(office, "This file is no longer kept. To have it made again, type")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Demo]:
    with demo(tmp_path) as running:
        yield running


def test_a_file_opens_in_the_browser(blank: Page, running: Demo) -> None:
    blank.goto(running.address)
    is_ready(blank)
    becomes(blank, MEERA)
    types(blank, REPORT)
    message = blank.get_by_test_id("message").filter(has_text="Your file")
    expect(message).to_contain_text("for whoever has it")
    with blank.expect_download() as begun:
        message.get_by_text("Open the file").click()
    file = begun.value
    assert file.suggested_filename.startswith("CSE-2 summary")
    assert b"21CSE008" in Path(file.path()).read_bytes()
    blank.goto("about:blank")  # or it would miss the run, which ends first
