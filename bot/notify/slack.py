"""Slack's Web API and the addresses Slack gives to answer to. Nothing is imported or opened before it is needed."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.domain.directory import DirectoryAway, Profile

if TYPE_CHECKING:
    from slack_sdk import WebClient

SLACK_HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
SECONDS = 2
"""How long Slack may take, once: the person waits, and Slack gives the bot three seconds in all."""


class NotDelivered(Exception):
    """Slack did not take an answer. Holds Slack's own word for why, never what was said."""


@dataclass(frozen=True)
class Slack:
    """One workspace's Slack. `api_url` is Slack's own, or a stand-in's, whose host is then trusted as well."""

    token: str
    api_url: str

    @cached_property
    def client(self) -> WebClient:
        """Shares one TLS context over all calls: making one costs ten times a call."""
        from slack_sdk import WebClient

        return WebClient(token=self.token, base_url=self.api_url, timeout=SECONDS, ssl=self._tls, retry_handlers=[])

    @cached_property
    def _tls(self) -> ssl.SSLContext | None:
        return ssl.create_default_context() if self.api_url.startswith("https:") else None

    def profile(self, slack_user_id: str) -> Profile | None:
        """Who the user is. Raises `DirectoryAway`."""
        from slack_sdk.errors import SlackApiError

        try:
            user = self.client.users_info(user=slack_user_id)["user"]
        except SlackApiError as error:
            if error.response.get("error") == "user_not_found":
                return None
            raise DirectoryAway from error
        except OSError as error:  # no route, refused, timed out
            raise DirectoryAway from error
        return _profile(user)

    def publish_home(self, slack_user_id: str, view: dict[str, Any]) -> None:
        """Show the App Home to one person. Raises slack_sdk's `SlackApiError`."""
        self.client.views_publish(user_id=slack_user_id, view=view)

    def answer(self, response_url: str, message: dict[str, Any]) -> None:
        """Post to the address Slack gave with a press. Raises `NotDelivered`; an address that is not Slack's too."""
        from slack_sdk.webhook import WebhookClient

        if not self._is_slacks(response_url):
            raise NotDelivered("foreign_url")
        try:
            answer = WebhookClient(response_url, timeout=SECONDS, ssl=self._tls, retry_handlers=[]).send_dict(message)
        except OSError as error:
            raise NotDelivered(type(error).__name__) from error
        if answer.status_code != 200:
            raise NotDelivered(f"{answer.status_code} {answer.body[:40]}")

    def _is_slacks(self, url: str) -> bool:
        asked, own = urlsplit(url), urlsplit(self.api_url)
        if asked.scheme == "https" and asked.hostname in SLACK_HOSTS:
            return True
        return (asked.scheme, asked.hostname) == (own.scheme, own.hostname)


def _profile(user: dict[str, Any]) -> Profile:
    """A user object of Slack's: the e-mail only when Slack has verified it; bots and the deactivated are not active."""
    profile = user.get("profile") or {}
    email = profile.get("email") if user.get("is_email_confirmed") else None
    active = not (user.get("deleted") or user.get("is_bot"))
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    return Profile(user["id"], name, email or None, active)
