"""The page itself, in a browser, with a tiny bot behind it: forms, files, pictures, what is unread, who is gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from slack_sdk import WebClient

from infra.local.slack.workspace import Workspace
from tests.local.tiny_bot import PNG, TinyBot, button, every_field, form, section
from tests.soon import soon

Opens = Callable[..., Locator]


@pytest.fixture
def page(blank: Page, workspace: Workspace) -> Iterator[Page]:
    """The teacher looking at #general."""
    blank.goto(f"{workspace.public_url}/#U1/C1")
    expect(blank.get_by_test_id("place-name")).to_have_text("#general")
    expect(blank.get_by_test_id("empty-hint")).to_be_visible()
    yield blank
    blank.goto("about:blank")  # or it would miss the workspace, which ends first


@pytest.fixture
def opens(page: Page, workspace: Workspace) -> Opens:
    """Opens a form before the teacher."""

    def opened(**more: Any) -> Locator:
        workspace.board.tell_view("view_opened", workspace.views.open("U1", form(**more)))
        expect(page.get_by_test_id("modal")).to_be_visible()
        return page.get_by_test_id("modal")

    return opened


def csv(name: str, content: bytes = b"roll,name") -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def sidebar(page: Page) -> Locator:
    """The conversations, brought out where they are out of sight."""
    if page.get_by_test_id("open-drawer").is_visible():
        page.get_by_test_id("open-drawer").click()
    return page.get_by_test_id("sidebar")


def is_in_sight(page: Page, locator: Locator) -> bool:
    """All of it, without anything scrolled sideways."""
    box, window = locator.bounding_box(), page.viewport_size
    assert box is not None
    assert window is not None
    return box["x"] >= 0 and box["x"] + box["width"] <= window["width"] and 0 <= box["y"] < window["height"]


def test_a_long_form_is_filled_to_its_end_and_sent(page: Page, opens: Opens, bot: TinyBot) -> None:
    form = opens(callback_id="every", blocks=every_field())
    form.get_by_label("Name", exact=True).fill("Dev")
    form.get_by_label("Reason").fill("New\nhere")
    form.get_by_label("From").fill("2026-12-24")
    form.get_by_label("At", exact=True).fill("14:05")
    form.get_by_label("Day", exact=True).click()
    page.get_by_test_id("menu").get_by_text("Tue").click()
    form.get_by_role("group", name="Days").get_by_label("Wed").check()
    form.get_by_role("radiogroup", name="One day").get_by_label("Wed").check()
    form.get_by_label("List").set_input_files(csv("CSE-2 of 2026-2027, as the office keeps it.csv"))
    chosen = form.get_by_test_id("file-chosen")
    expect(chosen).to_contain_text("CSE-2 of 2026-2027, as the office keeps it.csv (9 bytes)")
    chosen.scroll_into_view_if_needed()
    assert is_in_sight(page, chosen)
    assert is_in_sight(page, form.get_by_test_id("modal-submit"))
    form.get_by_test_id("modal-submit").click()
    expect(form).to_be_hidden()
    values = {name: answer["f"] for name, answer in bot.heard[-1]["view"]["state"]["values"].items()}
    assert (values["name"]["value"], values["why"]["value"]) == ("Dev", "New\nhere")
    assert (values["from"]["selected_date"], values["at"]["selected_time"]) == ("2026-12-24", "14:05")
    assert (values["day"]["selected_option"]["value"], values["one"]["selected_option"]["value"]) == ("tue", "wed")
    assert [option["value"] for option in values["days"]["selected_options"]] == ["mon", "tue", "wed"]
    assert (values["year"]["value"], values["who"]["selected_user"]) == ("2", "U1")
    assert [file["size"] for file in values["list"]["files"]] == [9]


def test_a_file_that_does_not_fit_is_refused_at_its_field(page: Page, opens: Opens, workspace: Workspace) -> None:
    form = opens(blocks=every_field())
    form.get_by_label("List").set_input_files(csv("notes.pdf"))
    expect(form).to_contain_text("notes.pdf is not of a type accepted here: csv, xlsx.")
    expect(form.get_by_test_id("file-chosen")).to_have_count(0)
    form.get_by_label("List").set_input_files(csv("a.csv"))
    expect(form).not_to_contain_text("notes.pdf")
    form.get_by_role("button", name="Remove a.csv").click()
    expect(form.get_by_test_id("file-chosen")).to_have_count(0)
    form.get_by_label("List").set_input_files(csv("b.csv"))
    expect(form.get_by_test_id("file-chosen")).to_contain_text("b.csv")
    expect(form.get_by_text("Choose a file")).to_be_hidden()


def test_what_is_wrong_stands_at_its_field_and_is_brought_into_sight(page: Page, opens: Opens) -> None:
    form = opens(blocks=[*every_field()[1:], *every_field()[:1]])
    form.get_by_label("Name", exact=True).fill("")
    form.get_by_test_id("modal-submit").click()
    error = form.get_by_test_id("field-error")
    expect(error).to_have_text("Please complete this required field.")
    expect(error).to_be_in_viewport()


def test_a_form_on_a_form_goes_back_and_the_x_closes_both(page: Page, opens: Opens, workspace: Workspace) -> None:
    form = opens(blocks=with_a_way_deeper())
    form.get_by_label("Name").fill("Kavya")
    form.get_by_role("button", name="Deeper").click()
    expect(form.get_by_role("heading")).to_have_text("Deeper")
    form.get_by_role("button", name="Back").first.click()
    expect(form.get_by_role("heading")).to_have_text("A student")
    expect(form.get_by_label("Name")).to_have_value("Kavya")
    form.get_by_role("button", name="Deeper").click()
    expect(form.get_by_role("heading")).to_have_text("Deeper")
    form.get_by_role("button", name="Close").click()
    expect(form).to_be_hidden()
    soon(lambda: workspace.modal("U1") is None)


def test_an_answer_that_ends_it_all_leaves_no_form(page: Page, opens: Opens, workspace: Workspace) -> None:
    form = opens(blocks=with_a_way_deeper())
    form.get_by_role("button", name="Deeper").click()
    expect(form.get_by_role("heading")).to_have_text("Deeper")
    form.get_by_label("Name").fill("Enough")
    form.get_by_test_id("modal-submit").click()
    expect(form).to_be_hidden()


def with_a_way_deeper() -> list[dict[str, Any]]:
    return [*form()["blocks"], {"type": "actions", "elements": [button("Deeper", "deeper")]}]


def test_what_the_app_writes_is_unread_until_it_is_opened(page: Page, workspace: Workspace, client: WebClient) -> None:
    client.chat_postMessage(channel="U1", text="The import is done")
    client.chat_postMessage(channel="U1", text="And one more thing")
    badge = sidebar(page).get_by_test_id("channel-DU1").locator(".badge")
    expect(badge).to_have_text("2")
    page.reload()
    expect(badge).to_have_text("2")
    sidebar(page).get_by_test_id("channel-DU1").click()
    expect(page.get_by_test_id("message")).to_have_count(2)
    expect(badge).to_have_count(0)
    soon(lambda: workspace.count_unread("U1", "DU1") == 0)


def test_a_file_of_the_app_is_a_card_with_its_download(page: Page, workspace: Workspace, client: WebClient) -> None:
    sidebar(page).get_by_test_id("channel-DU1").click()
    client.files_upload_v2(channel="DU1", filename="errors of CSE-2.csv", content="roll\n04\n", title="Errors")
    card = page.get_by_test_id("file-card")
    expect(card).to_contain_text("CSV · 8 bytes")
    with page.expect_download() as fetched:
        card.get_by_label("Download Errors").click()
    assert fetched.value.suggested_filename == "errors of CSE-2.csv"
    assert Path(fetched.value.path()).read_text() == "roll\n04\n"
    (file_id,) = workspace.messages("U1", "DU1")[-1].files
    links = [f"{workspace.public_url}/page/file?file={file_id}&user={user}" for user in ("U1", "U2")]
    assert [page.request.get(link).status for link in links] == [200, 404]
    client.files_delete(file=file_id)
    expect(card).to_have_text("This file was deleted.")


def test_pictures_are_drawn_in_messages_and_forms(
    page: Page, opens: Opens, workspace: Workspace, client: WebClient
) -> None:
    workspace.files.scan_seconds = 0
    file = client.files_upload_v2(filename="code.png", file=PNG)["file"]
    by_id = {"type": "image", "alt_text": "The code", "slack_file": {"id": file["id"]}}
    by_link = {"type": "image", "alt_text": "The link", "slack_file": {"url": file["url_private"]}}
    blocks = [section("Scan", accessory=by_link), by_id, {"type": "context", "elements": [by_link]}]
    client.chat_postMessage(channel="C1", text="Scan it", blocks=blocks)
    expect(page.get_by_test_id("message").get_by_role("img")).to_have_count(3)
    form = opens(blocks=[by_id])
    for picture in (*page.get_by_test_id("message").get_by_role("img").all(), form.get_by_role("img")):
        soon(lambda picture=picture: picture.evaluate("image => image.naturalWidth") == 2)


def _people_to_be(page: Page) -> int:
    """How many people the menu offers to be, opened afresh: an open menu does not change under the finger."""
    chooser = page.get_by_test_id("you-are")
    (chooser if chooser.is_visible() else page.get_by_test_id("you-are-small")).click()
    menu = page.get_by_test_id("menu")
    expect(menu).to_be_visible()
    people = menu.locator("[data-value]").count()
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    return people


def test_nobody_can_be_somebody_deactivated(page: Page, workspace: Workspace) -> None:
    workspace.deactivate("U1")
    expect(page).to_have_url(re.compile("#U2/"))
    assert _people_to_be(page) == 1
    answer = page.request.post(
        f"{workspace.public_url}/page/type", data={"user": "U1", "channel": "C1", "text": "I am still here"}
    )
    assert (answer.status, answer.json()["error"]) == (403, "account_inactive")
    workspace.reactivate("U1")
    soon(lambda: _people_to_be(page) == 2)


def test_the_gear_deactivates_an_account_and_lets_it_in_again(page: Page, workspace: Workspace) -> None:
    sidebar(page).get_by_test_id("settings-button").click()
    switch = page.get_by_test_id("account-U2").get_by_role("button")
    switch.click()
    expect(switch).to_have_text("Let in again")
    soon(lambda: workspace.user("U2").deleted)
    switch.click()
    soon(lambda: not workspace.user("U2").deleted)
