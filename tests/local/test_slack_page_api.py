"""The JSON the browser page lives on."""

from __future__ import annotations

import base64
import json
from threading import Event, Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from infra.local.slack.workspace import Workspace
from tests.local.tiny_bot import TinyBot, form
from tests.soon import PATIENCE


class Browser:
    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str) -> Any:
        with urlopen(self.address + path, timeout=PATIENCE) as answer:
            return json.load(answer)

    def post(self, path: str, **body: Any) -> Any:
        request = Request(self.address + path, json.dumps(body).encode(), {"content-type": "application/json"})
        with urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)


@pytest.fixture
def browser(workspace: Workspace) -> Browser:
    return Browser(workspace.public_url)


def test_the_page_and_its_parts_are_served(browser: Browser) -> None:
    for path, kind in (("/", "text/html"), ("/static/app.js", "javascript")):
        with urlopen(browser.address + path, timeout=PATIENCE) as answer:
            assert kind in answer.headers["content-type"]


def test_the_page_learns_who_and_what_is_there(browser: Browser) -> None:
    state = browser.get("/page/state?user=U1")
    assert [user["name"] for user in state["users"]] == ["Meera Iyer", "Asha Rao"]
    assert [(channel["id"], channel["kind"]) for channel in state["channels"]] == [("C1", "channel"), ("DU1", "im")]
    assert state["commands"][0]["command"] == "/attendance"
    assert state["state_values"] is True
    assert state["app"] == {"name": "Attendance"}


def test_a_command_typed_on_the_page_shows_its_answer(browser: Browser) -> None:
    assert browser.post("/page/type", user="U1", channel="C1", text="/attendance echo hi") == {"ok": True}
    (message,) = browser.get("/page/messages?user=U1&channel=C1")["messages"]
    assert message["author"] == {"id": "U0BOT", "name": "Attendance", "is_bot": True}
    assert (message["text"], message["ephemeral"], message["edited"]) == ("hi", True, False)
    assert browser.get("/page/messages?user=U2&channel=C1") == {"messages": []}


def test_a_failure_comes_with_slacks_sentence(browser: Browser) -> None:
    answer = browser.post("/page/type", user="U1", channel="C1", text="/attendance crash")
    assert answer == {
        "ok": False,
        "error": "dispatch_failed",
        "said": '/attendance failed with the error "dispatch_failed"',
    }


def test_the_page_sends_its_own_input_state_along(browser: Browser, bot: TinyBot) -> None:
    browser.post("/page/type", user="U1", channel="C1", text="/attendance roster")
    (message,) = browser.get("/page/messages?user=U1&channel=C1")["messages"]
    ticked = {"type": "checkboxes", "selected_options": message["blocks"][1]["elements"][0]["options"][:2]}
    save = {"type": "button", "action_id": "save"}
    asked = {"user": "U1", "channel": "C1", "message": message["id"], "block_id": message["blocks"][2]["block_id"]}
    assert browser.post("/page/act", **asked, action=save, values={"group": {"tick": ticked}}) == {"ok": True}
    (card,) = browser.get("/page/messages?user=U1&channel=C1")["messages"]
    assert card["text"] == "2 absent: 04 Asha, 11 Dev"
    gone = browser.post("/page/act", **asked, action=save, values={})
    assert gone["ok"] is False
    assert gone["error"] == "not_found"


def test_a_form_is_sent_from_the_page_with_its_file(browser: Browser, workspace: Workspace, bot: TinyBot) -> None:
    files = {
        "type": "input",
        "block_id": "f",
        "label": form()["title"],
        "element": {"type": "file_input", "action_id": "f"},
    }
    view = workspace.views.open("U1", form(blocks=[*form()["blocks"], files]))
    nothing = browser.post("/page/submit", user="U1", view=view.id, values={})
    assert set(nothing["errors"]) == {"who", "f"}
    csv = {"name": "a.csv", "mimetype": "text/csv", "size": 3, "content": base64.b64encode(b"a,b").decode()}
    values = {
        "who": {"name": {"type": "plain_text_input", "value": "Dev"}},
        "f": {"f": {"type": "file_input", "files": [csv]}},
    }
    assert browser.post("/page/submit", user="U1", view=view.id, values=values) == {"ok": True}
    sent = bot.heard[-1]["view"]["state"]["values"]["f"]["f"]["files"][0]
    assert "content" not in sent
    with urlopen(Request(sent["url_private"], headers={"authorization": "Bearer xoxb-tiny"}), timeout=PATIENCE) as file:
        assert file.read() == b"a,b"


def test_a_form_is_closed_from_the_page(browser: Browser, workspace: Workspace) -> None:
    view = workspace.views.open("U1", form())
    assert browser.post("/page/close", user="U1", view=view.id) == {"ok": True}
    assert workspace.modal("U1") is None


def test_the_home_is_opened_from_the_page(browser: Browser) -> None:
    answer = browser.post("/page/home", user="U1")
    assert answer["ok"]
    assert answer["view"]["blocks"][0]["text"]["text"] == "Your classes"


def test_reloading_and_settings(browser: Browser, workspace: Workspace) -> None:
    browser.post("/page/type", user="U1", channel="C1", text="/attendance echo hi")
    browser.post("/page/reloaded", user="U1")
    assert browser.get("/page/messages?user=U1&channel=C1") == {"messages": []}
    browser.post("/page/settings", state_values=False)
    assert workspace.send_state_values is False
    assert browser.get("/page/health") == {"ok": True}


def test_the_page_hears_what_happens_as_it_happens(browser: Browser, workspace: Workspace) -> None:
    events: list[dict[str, Any]] = []
    listening, enough = Event(), Event()

    def listen() -> None:
        with urlopen(f"{browser.address}/page/events?user=U1", timeout=PATIENCE) as stream:
            for line in stream:
                listening.set()
                if line.startswith(b"data: "):
                    events.append(json.loads(line[6:]))
                if len(events) == 4:
                    enough.set()
                    return

    Thread(target=listen, daemon=True).start()
    assert listening.wait(PATIENCE)
    message = workspace.board.post_reply(workspace.channel("C1"), {"text": "one"})
    workspace.board.post_reply(workspace.channel("C1"), {"text": "not yours"}, only_for="U2")
    workspace.board.replace(message, {"text": "two"})
    workspace.board.tell_view("view_opened", workspace.views.open("U1", form()))
    workspace.board.remove(message)
    assert enough.wait(PATIENCE)
    assert [event["type"] for event in events] == ["message", "changed", "view_opened", "deleted"]
    assert events[0]["channel"] == "C1"
    assert events[0]["message"]["text"] == "one"
    assert events[2]["view"]["callback_id"] == "student"


def test_a_response_url_cannot_be_guessed(browser: Browser) -> None:
    with pytest.raises(HTTPError, match="404"):
        browser.post("/hooks/commands/T0LOCAL/1/guess", text="hello")
