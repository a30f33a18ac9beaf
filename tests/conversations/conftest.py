"""Guards what people experience: a signed request, the Lambda entry, a real database, and what Slack then shows."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.services import Services
from handlers import app, jobs, settings
from handlers.settings import Settings
from handlers.web import for_lambda, guarded
from infra.local.manifest import Manifest
from infra.local.slack.server import serve
from infra.local.slack.wire import Request, Response
from infra.local.slack.workspace import Workspace
from tests.conversations.college import College, MovedClock
from tests.conversations.speaker import Speaker
from tests.soon import PATIENCE

SECRET, TOKEN = "signing-secret", "xoxb-test"
HOST = "attendance.example.edu"
SCOPES = Manifest.read().scopes
ADMIN = "UADMIN"
MFA_KEY = base64.urlsafe_b64encode(bytes(32)).decode()


def lambda_event(request: Request) -> dict[str, Any]:
    """The request as an API Gateway HTTP API hands it on (payload format 2.0)."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": request.path,
        "rawQueryString": "",
        "headers": request.headers,
        "requestContext": {
            "http": {"method": request.method, "path": request.path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1"},
            "domainName": HOST,
            "stage": "$default",
        },
        "body": base64.b64encode(request.body).decode(),
        "isBase64Encoded": True,
    }


def through_lambda(handler: Callable[[dict[str, Any], Any], dict[str, Any]]) -> Callable[[Request], Response]:
    """A bot reached the way API Gateway reaches it."""

    def bot(request: Request) -> Response:
        answer = handler(lambda_event(request), None)
        body = answer["body"]
        raw = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
        return Response(answer["statusCode"], {k.lower(): v for k, v in answer["headers"].items()}, raw)

    return bot


class House:
    """The bot in a workspace: who speaks there, and the college behind it.

    This Slack waits for a busy machine, and so does the bot unless the test is `hurried`. That the real one waits three
    seconds is guarded where something makes the bot wait: test_slack_away, test_the_server_killed.
    """

    def __init__(self, database_url: str, admins: str = ADMIN, **slack: Any) -> None:
        self._handler: Callable[[dict[str, Any], Any], dict[str, Any]] | None = None
        self.workspace = Workspace(
            lambda request: through_lambda(self.handler)(request),
            signing_secret=SECRET,
            bot_token=TOKEN,
            scopes=SCOPES,
            **({"timeout_seconds": PATIENCE} | slack),
        )
        self.database_url, self.admins, self.mfa_key, self.bucket = database_url, admins, MFA_KEY, ""
        self.queue_url = ""
        self.clock = MovedClock(ZoneInfo("Asia/Kolkata"))
        self.workspace.add_channel("C1", "staff-room")

    @property
    def handler(self) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
        """Made once the stand-in Slack has its address."""
        if self._handler is None:
            self._handler = self.another_entry()
        return self._handler

    @property
    def environment(self) -> dict[str, str]:
        """What the bot finds in its environment here."""
        return {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"{self.workspace.public_url}/api/",
            "DATABASE_URL": self.database_url,
            "ATTENDANCE_ADMINS": self.admins,
            "ATTENDANCE_MFA_KEY": self.mfa_key,
            "REPORTS_BUCKET": self.bucket,
            "JOBS_QUEUE_URL": self.queue_url,
            "AWS_ENDPOINT_URL": os.environ.get("AWS_ENDPOINT_URL", ""),
        }

    def another_entry(self) -> Any:
        """One more instance of the bot, as Lambda starts them under load."""
        read = Settings.read(self.environment)
        seconds = ceil(app.SLACK_SECONDS)  # hurried, two: what both have by themselves
        self.slack = settings.slack(read, seconds)
        self.services: Services = replace(settings.services(read, self.slack, seconds), clock=self.clock)
        return for_lambda(guarded(self.services, self.slack, SECRET))

    def stores_in(self, bucket: str) -> None:
        """Reports have somewhere to go from now on."""
        self.bucket = bucket
        self.restarts()

    def restarts(self) -> None:
        """The settings as they are by now."""
        if self._handler is not None:
            self.services.database.close()
        self._handler = self.another_entry()

    def works(self) -> None:
        """What the worker does: everything that waits in the table."""
        jobs.drain(self.services, self.slack)

    @property
    def college(self) -> College:
        assert self.handler
        return College(self.services.database, self.clock)

    def speaker(self, user_id: str, name: str = "", **user: Any) -> Speaker:
        self.workspace.add_user(user_id, name or user_id, **user)
        return Speaker(self.workspace, user_id, "C1")


@pytest.fixture(params=[True, False], ids=["with-state", "without-state"])
def house_either_way(database_url: str, request: pytest.FixtureRequest) -> Iterator[House]:
    """The house twice: with and without `state.values` in what an ephemeral message sends."""
    yield from _opened(House(database_url, send_state_values=request.param))


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    yield from _opened(House(database_url))


def _opened(house: House) -> Iterator[House]:
    with serve(house.workspace):
        yield house
    house.services.database.close()


@pytest.fixture
def college(house: House) -> College:
    """CSE-2 with twelve students, Asha 001 to Lata 012; Meera takes it in DBMS."""
    return furnished(house)


def furnished(house: House) -> College:
    college = house.college
    college.admits_class("CSE-2")
    college.employs("UMEERA", ("CSE-2", "DBMS"))
    return college


@pytest.fixture
def teacher(house: House, college: College) -> Speaker:
    return house.speaker("UMEERA", "Meera Iyer")


@pytest.fixture
def admin(house: House, college: College) -> Speaker:
    return house.speaker(ADMIN, "Office")
