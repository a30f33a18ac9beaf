"""Slack's Web API and the addresses Slack gives to answer to. Nothing is imported or opened before it is needed."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.domain.directory import DirectoryAway, Kind, People, Profile
from bot.notify.patience import left
from bot.notify.undelivered import NotDelivered as NotDelivered  # where everybody looks for it
from bot.notify.undelivered import calling, of_status

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from slack_sdk import WebClient

SLACK_HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com", "files.slack.com", "files.slack-gov.com"})
NO_FILE = frozenset({"file_not_found", "file_deleted"})
SECONDS = 2
"""How long one call, or one file, may take."""
UNFOLDED_NEVER = {"unfurl_links": False, "unfurl_media": False}
"""Slack opens no link of ours to show what is behind it: that is a file with names in it."""
A_PAGE = 200
"""People in one answer: the most Slack advises."""
PEOPLE = frozenset("UW")
"""What the ids of users begin with, and of no conversation."""
NOBODY = frozenset({"user_not_found", "user_not_visible"})


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands. As text it is `C0123 1548426417.840180`."""

    channel: str
    ts: str

    def __str__(self) -> str:
        return f"{self.channel} {self.ts}"

    @classmethod
    def read(cls, text: str) -> Posted | None:
        """Back from its text; `None` from an empty one."""
        channel, _, ts = text.partition(" ")
        return cls(channel, ts) if ts else None


@dataclass(frozen=True)
class Slack:
    """One workspace's Slack. `api_url` is Slack's own, or a stand-in's, whose host is then trusted as well."""

    token: str
    api_url: str
    seconds: int = SECONDS

    @property
    def client(self) -> WebClient:
        """For the next call, with as much time as it may take. All share one TLS context: that is what costs."""
        from slack_sdk import WebClient

        seconds: Any = left(self.seconds)
        return WebClient(token=self.token, base_url=self.api_url, timeout=seconds, ssl=self._tls, retry_handlers=[])

    @cached_property
    def _tls(self) -> ssl.SSLContext | None:
        return ssl.create_default_context() if self.api_url.startswith("https:") else None

    @cached_property
    def team_id(self) -> str:
        """The workspace the token belongs to. Raises `DirectoryAway`."""
        return str(self._directory_call("auth.test").get("team_id") or "")

    def profile(self, slack_user_id: str) -> Profile:
        """Who the user is. Raises `DirectoryAway`."""
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as beside:  # the first time that is two calls, and a person waits
            own_team = beside.submit(copy_context().run, lambda: self.team_id)
            try:
                user = self._directory_call("users.info", user=slack_user_id).get("user")
            except DirectoryAway as away:
                if away.reason in NOBODY:
                    return Profile(slack_user_id, kind=Kind.UNKNOWN)
                raise
            return _profile(user, own_team.result())

    def people(self, cursor: str = "") -> People:
        """A page of everybody there ever was. Raises `DirectoryAway`."""
        answer = self._directory_call("users.list", limit=A_PAGE, cursor=cursor)
        following = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        return People(tuple(_profile(user, self.team_id) for user in answer.get("members") or ()), str(following))

    def _directory_call(self, method: str, **asked: Any) -> Mapping[str, Any]:
        """What Slack answers to a question. Raises `DirectoryAway`."""
        from http.client import HTTPException

        from slack_sdk.errors import SlackApiError

        try:
            answer = self.client.api_call(method, params=asked).data
        except SlackApiError as error:
            said = error.response
            wait = str((getattr(said, "headers", None) or {}).get("Retry-After", ""))
            raise DirectoryAway(str(said.get("error")), int(wait) if wait.isdigit() else 0) from error
        except (OSError, HTTPException) as error:  # no route, refused, timed out, cut short
            raise DirectoryAway(type(error).__name__) from error
        return answer if isinstance(answer, Mapping) else {}

    def publish_home(self, slack_user_id: str, view: dict[str, Any]) -> None:
        """Show the App Home to one person. Raises slack_sdk's `SlackApiError`."""
        self.client.views_publish(user_id=slack_user_id, view=view)

    def open_form(self, trigger_id: str, view: dict[str, Any]) -> None:
        """Open a modal. Raises `NotDelivered`, also when Slack's three seconds are over."""
        self._call("views.open", trigger_id=trigger_id, view=view)

    def push_form(self, trigger_id: str, view: dict[str, Any]) -> None:
        """Open a modal above the one on the screen. Raises `NotDelivered`."""
        self._call("views.push", trigger_id=trigger_id, view=view)

    def change_form(self, view_id: str, hash_: str, view: dict[str, Any]) -> None:
        """Show something else in a modal, unless it has changed since. Raises `NotDelivered`."""
        self._call("views.update", view_id=view_id, hash=hash_, view=view)

    def change_found_form(self, external_id: str, view: dict[str, Any]) -> None:
        """The same in the modal of that name, whatever is in it; `view` keeps or changes the name. `NotDelivered`."""
        self._call("views.update", external_id=external_id, view=view)

    def post(self, channel: str, message: dict[str, Any]) -> Posted:
        """Write in a channel, or to a person by their user id. Raises `NotDelivered`."""
        answer = self._call("chat.postMessage", channel=channel, **UNFOLDED_NEVER, **message)
        return Posted(str(answer.get("channel", "")), str(answer.get("ts", "")))

    def change(self, posted: Posted, message: dict[str, Any]) -> None:
        """Put something else in the place of a message. Raises `NotDelivered`."""
        self._call("chat.update", channel=posted.channel, ts=posted.ts, **message)

    def _call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        with calling():
            answer = self.client.api_call(method, json=arguments).data
        return answer if isinstance(answer, Mapping) else {}

    def bring_file(self, name: str, content: bytes) -> str:
        """Bring a file to Slack, where nobody sees it, and where it stays only if it is shown; its id. Raises
        `NotDelivered`, and then that is certain."""
        with calling(unseen=True):
            return self._put(self._place(name, content), content)

    def show_file(self, to: Posted, file_id: str, name: str) -> None:
        """Put a file that was brought below a message, in its conversation. Raises `NotDelivered`."""
        file: dict[str, str | None] = {"id": file_id, "title": name}
        where: dict[str, Any] = {"channels": [to.channel]} if to.channel[:1] in PEOPLE else {"channel_id": to.channel}
        with calling():
            self.client.files_completeUploadExternal(files=[file], **where)

    def put_picture(self, name: str, png: bytes, known: Callable[[str], object]) -> str:
        """Put a picture into Slack where nobody sees it, to be shown in a modal; its id. Raises `NotDelivered`.

        `known` is told the id before there is anything in Slack, so that it can be taken out whatever happens next.
        Slack refuses to show the picture for a second or two, until it has looked at it.
        """
        with calling(unseen=True):
            place = self._place(name, png)
        known(str(place["file_id"]))
        with calling(unseen=True):
            file_id = self._put(place, png)
            file: dict[str, str | None] = {"id": file_id, "title": name, "highlight_type": "png"}
            self.client.files_completeUploadExternal(files=[file])
        return file_id

    def _place(self, name: str, content: bytes) -> Mapping[str, Any]:
        """Where Slack wants the bytes, and the id they will have: the first of its three steps."""
        answer = self.client.files_getUploadURLExternal(filename=name, length=len(content)).data
        return answer if isinstance(answer, Mapping) else {}

    def _put(self, place: Mapping[str, Any], content: bytes) -> str:
        from urllib.request import Request, urlopen

        request = Request(str(place["upload_url"]), content, method="POST")  # noqa: S310  # as Slack gave it
        urlopen(request, timeout=left(self.seconds), context=self._tls).close()  # noqa: S310
        return str(place["file_id"])

    def forget_file(self, file_id: str) -> None:
        """Take a file out of Slack, wherever it is shown. It may be gone already. Raises `NotDelivered`."""
        try:
            self._call("files.delete", file=file_id)
        except NotDelivered as error:
            if str(error) not in NO_FILE:
                raise

    def download(self, url: str, most: int) -> bytes:
        """A file somebody put into Slack, whole. Raises `NotDelivered`; a file above `most` bytes too."""
        from http.client import HTTPException
        from urllib.error import HTTPError
        from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

        class Stay(HTTPRedirectHandler):  # a redirect is Slack's way to ask for a login; the token goes nowhere else
            def redirect_request(self, *_: Any) -> None:
                return None

        if not self._is_slacks(url):
            raise NotDelivered("foreign_url")
        opener = build_opener(Stay, *([HTTPSHandler(context=self._tls)] if self._tls else []))
        request = Request(url, headers={"Authorization": f"Bearer {self.token}"})  # noqa: S310  # one of Slack's
        try:
            with opener.open(request, timeout=left(self.seconds)) as answer:
                content, length = _read(answer, most + 1, time.monotonic() + left(self.seconds)), answer.length or 0
        except HTTPError as error:
            raise NotDelivered(f"http_{error.code}") from error
        except (OSError, HTTPException) as error:
            raise NotDelivered(type(error).__name__) from error
        if len(content) > most:
            raise NotDelivered("too_large")
        if length:  # bytes that were announced and did not come
            raise NotDelivered("cut_short")
        return content

    def answer(self, response_url: str, message: dict[str, Any]) -> None:
        """Post to the address Slack gave with a press. Raises `NotDelivered`; an address that is not Slack's too."""
        from slack_sdk.webhook import WebhookClient

        if not self._is_slacks(response_url):
            raise NotDelivered("foreign_url")
        seconds: Any = left(self.seconds)
        with calling():
            webhook = WebhookClient(response_url, timeout=seconds, ssl=self._tls, retry_handlers=[])
            answer = webhook.send_dict(UNFOLDED_NEVER | message)
        if answer.status_code != 200:
            raise of_status(answer.status_code, f"{answer.status_code} {answer.body[:40]}")

    def _is_slacks(self, url: str) -> bool:
        asked, own = urlsplit(url), urlsplit(self.api_url)
        if asked.scheme == "https" and asked.hostname in SLACK_HOSTS:
            return True
        return (asked.scheme, asked.hostname) == (own.scheme, own.hostname)


def _read(answer: HTTPResponse, most: int, until: float) -> bytes:
    """At most so many bytes. Raises `TimeoutError` when they are not there by then, however steadily they drip."""
    content = bytearray()
    while len(content) < most and (part := answer.read1(min(65_536, most - len(content)))):
        content += part
        if time.monotonic() > until:
            raise TimeoutError
    return bytes(content)


def _profile(user: Any, own_team: str) -> Profile:
    """A user object of Slack's, the e-mail only when Slack has verified it. Raises `DirectoryAway` for aught else."""
    if not isinstance(user, Mapping) or "id" not in user:
        raise DirectoryAway("unreadable")
    profile = user.get("profile") or {}
    email = profile.get("email") if user.get("is_email_confirmed") else None
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    return Profile(str(user["id"]), str(name), email or None, _kind(user, own_team))


def _kind(user: Mapping[str, Any], own_team: str) -> Kind:
    if user.get("is_bot") or user["id"] == "USLACKBOT":  # Slack's own says of itself that it is none
        return Kind.BOT
    if user.get("deleted"):
        return Kind.DEACTIVATED
    teams = {user.get("team_id"), *((user.get("enterprise_user") or {}).get("teams") or ())} - {None, ""}
    if user.get("is_stranger") or (own_team and teams and own_team not in teams):
        return Kind.FOREIGN
    return Kind.GUEST if user.get("is_restricted") or user.get("is_ultra_restricted") else Kind.MEMBER
