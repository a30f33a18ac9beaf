"""A tiny bot on the real Bolt library: what the stand-in Slack is proven against."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from threading import Event
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request import BoltRequest
from slack_sdk import WebClient

from infra.local.slack.wire import Request, Response
from tests.soon import PATIENCE

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-tiny"
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADElEQVR42mNg+A+EAAYAAf+tLDclAAAAAElFTkSuQmCC")
STUDENTS = {"04": "Asha", "11": "Dev", "23": "Ravi"}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(label: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(label), "action_id": action_id, **more}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def ticks(action_id: str, names: dict[str, str]) -> dict[str, Any]:
    options = [{"text": plain(f"{roll} {name}"), "value": roll} for roll, name in names.items()]
    return {"type": "checkboxes", "action_id": action_id, "options": options}


def roster() -> list[dict[str, Any]]:
    sure = {"title": plain("Sure?"), "text": plain("It cannot be undone"), "confirm": plain("Yes"), "deny": plain("No")}
    return [
        section("*CSE-2*: tick who is absent"),
        {"type": "actions", "block_id": "group", "elements": [ticks("tick", STUDENTS)]},
        {
            "type": "actions",
            "elements": [button("Save", "save"), button("Throw away", "drop", confirm=sure, style="danger")],
        },
    ]


def field(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "f", **element},
        **more,
    }


def options(*words: str) -> list[dict[str, Any]]:
    return [{"text": plain(word), "value": word.lower()} for word in words]


def every_field() -> list[dict[str, Any]]:
    """One of each, with something in it; a file cannot be there at first."""
    days, first = options("Mon", "Tue", "Wed"), {"initial_option": options("Mon")[0]}
    return [
        field("name", "Name", {"type": "plain_text_input", "initial_value": "Asha", "min_length": 2, "max_length": 20}),
        field("why", "Reason", {"type": "plain_text_input", "multiline": True, "initial_value": "One\nTwo"}),
        field("mail", "E-mail", {"type": "email_text_input", "initial_value": "asha@college.example"}),
        field("year", "Year", {"type": "number_input", "is_decimal_allowed": False, "initial_value": "2"}),
        field("from", "From", {"type": "datepicker", "initial_date": "2026-11-23"}),
        field("at", "At", {"type": "timepicker", "initial_time": "09:30"}),
        field("day", "Day", {"type": "static_select", "options": days, **first}),
        field("who", "Teacher", {"type": "users_select", "initial_user": "U1"}),
        field("days", "Days", {"type": "checkboxes", "options": days, "initial_options": days[:2]}),
        field("one", "One day", {"type": "radio_buttons", "options": days, **first}),
        field("list", "List", {"type": "file_input", "filetypes": ["csv", "xlsx"], "max_files": 1}, optional=True),
    ]


def form(**more: Any) -> dict[str, Any]:
    name = {"type": "plain_text_input", "action_id": "name", "max_length": 20}
    return {
        "type": "modal",
        "callback_id": "student",
        "title": plain("A student"),
        "submit": plain("Add"),
        "blocks": [{"type": "input", "block_id": "who", "label": plain("Name"), "element": name}],
        **more,
    }


class TinyBot:
    """Callable with a signed request; `heard` is every payload Bolt let through, `done` what went on in the back.

    What is slow goes on once it is `hurried`.
    """

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.done: list[str] = []
        self.hurried = Event()
        self.app: App | None = None

    @property
    def client(self) -> WebClient:
        """The Web API as this bot calls it."""
        assert self.app is not None
        return self.app.client

    def connect(self, address: str) -> None:
        """Builds the Bolt app with the Web API at this address."""
        client = WebClient(token=TOKEN, base_url=f"{address}/api/")
        who = AuthorizeResult(enterprise_id=None, team_id="T0LOCAL", bot_token=TOKEN, bot_user_id="U0BOT")
        app = App(signing_secret=SECRET, authorize=lambda **_: who, client=client, process_before_response=True)
        app.use(self._hear)
        app.command("/attendance")(self._command)
        app.action("tick")(lambda ack: ack())
        app.action("save")(self._save)
        app.action("drop")(self._drop)
        app.action("late")(self._late)
        app.view("student")(self._submitted)
        app.view("every")(lambda ack: ack())
        app.action("deeper")(self._deeper)
        app.action("redraw")(self._redraw)
        app.view_closed("student")(lambda ack: ack())
        app.event("app_home_opened")(self._home)
        app.event("team_join")(lambda event: self.done.append(f"welcomed {event['user']['id']}"))
        self.app = app

    def __call__(self, request: Request) -> Response:
        assert self.app is not None
        headers: dict[str, str | Sequence[str]] = {name: [value] for name, value in request.headers.items()}
        answer = self.app.dispatch(BoltRequest(body=request.body.decode(), headers=headers))
        first = {name.lower(): values[0] for name, values in answer.headers.items()}
        return Response(answer.status, first, (answer.body or "").encode())

    def _hear(self, body: dict[str, Any], next: Any) -> None:
        self.heard.append(body)
        next()

    def _command(self, ack: Any, command: dict[str, Any], client: WebClient, respond: Any) -> None:
        word, _, rest = command["text"].partition(" ")
        match word:
            case "roster":
                ack(text="CSE-2: tick who is absent", blocks=roster())
            case "echo":
                ack(text=rest)
            case "report":
                ack(text="57 of 60 present", response_type="in_channel")
            case "crash":
                raise RuntimeError("a bug")
            case "silence":
                ack()
            case "later":
                ack()
                respond(text="here it is")
            case "slow":
                self.hurried.wait(PATIENCE)
                self.done.append("slow")
                ack(text="too late")
            case "eleven":
                eleven = {str(number): "x" for number in range(11)}
                ack(text="x", blocks=[{"type": "actions", "elements": [ticks("tick", eleven)]}])
            case "form":
                client.views_open(trigger_id=command["trigger_id"], view=form())
                ack()
            case "menu":
                menu = {"type": "overflow", "action_id": "late", "options": options("Late", "Excused")}
                ack(text="menus", blocks=[section(name, accessory=menu) for name in STUDENTS.values()])

    def _save(self, ack: Any, body: dict[str, Any], respond: Any) -> None:
        ack()
        state = body["state"]["values"].get("group", {})
        absent = [option["text"]["text"] for option in state.get("tick", {}).get("selected_options", ())]
        respond(text=f"{len(absent)} absent: {', '.join(absent)}", replace_original=True)

    def _drop(self, ack: Any, respond: Any) -> None:
        ack()
        respond(delete_original=True)

    def _late(self, ack: Any, action: dict[str, Any], respond: Any) -> None:
        ack()
        respond(text=f"now {action['selected_option']['text']['text']}", replace_original=False)

    def _submitted(self, ack: Any, view: dict[str, Any]) -> None:
        name = view["state"]["values"]["who"]["name"]["value"]
        if name == "Nobody":
            ack(response_action="errors", errors={"who": "Nobody is no name"})
        elif name == "Twin":
            ack(response_action="push", view=form(title=plain("The other twin")))
        elif name == "Later":
            ack(response_action="update", view=form(title=plain("One more")))
        elif name == "Enough":
            ack(response_action="clear")
        else:
            self.done.append(f"added {name}")
            ack()

    def _deeper(self, ack: Any, body: dict[str, Any], client: WebClient) -> None:
        client.views_push(trigger_id=body["trigger_id"], view=form(title=plain("Deeper")))
        ack()

    def _redraw(self, ack: Any, body: dict[str, Any], client: WebClient) -> None:
        view = body["view"]
        typed = view["state"]["values"]["who"]["name"]["value"]
        blocks = [section(f"Nobody is called {typed}"), *view["blocks"]]
        client.views_update(view_id=view["id"], hash=view["hash"], view=form(blocks=blocks))
        ack()

    def _home(self, event: dict[str, Any], client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("Your classes")]})
