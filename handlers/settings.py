"""The one reader of the environment."""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.clock import Clock
from bot.domain.percentage import Counting
from bot.notify.nudges import Nudges
from bot.notify.remembered import Remembered
from bot.notify.slack import SECONDS, Slack
from bot.services import College, Services
from bot.storage import Storage
from bot.store.database import Database
from bot.store.sealed import MAKES_A_KEY, is_key

SLACK_API_URL = "https://slack.com/api/"
MANY_CONNECTIONS = 8
KEPT_DAYS, MOST_DAYS = 90, 3650
"""How long the files of reports are kept, unless the operator says otherwise."""
REQUIRED = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL")
SOCKET_REQUIRED = ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN")
LOCAL_DATABASE = "sqlite:///.local/workspace.db"
"""For Socket Mode on one machine; not the demo's file, which `RESET=1 make run` throws away."""


class BadSettings(Exception):
    """The environment lacks something, or holds something unreadable; says which variable and an example."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, read and checked."""

    bot_token: str
    signing_secret: str
    slack_api_url: str
    database_url: str
    admins: frozenset[str]
    zone: ZoneInfo
    counting: Counting
    connections: int
    app_token: str = ""
    database_user: str = ""
    mfa_keys: tuple[str, ...] = field(default=(), repr=False)
    bucket: str = ""
    bucket_key: str = ""
    path_style: bool = False
    queue_url: str = ""
    address: str = ""
    kept_days: int = KEPT_DAYS

    @property
    def signing_secrets(self) -> tuple[str, ...]:
        """One; while it is being changed, the new one and then the old one."""
        return several(self.signing_secret)

    @classmethod
    def read(
        cls, environment: Mapping[str, str] = os.environ, *, for_socket: bool = False, for_database: bool = False
    ) -> Settings:
        """Raises `BadSettings` naming everything that is missing. Socket Mode needs no secret: nothing is signed.

        Whoever only works on the database (`for_database`) needs nothing of Slack's.
        """
        needed = () if for_database else SOCKET_REQUIRED if for_socket else REQUIRED
        missing = [name for name in needed if not environment.get(name)]
        if missing:
            raise BadSettings(f"{', '.join(missing)} must be set; the README's `Run it for your college` says to what.")
        return cls(
            environment.get("SLACK_BOT_TOKEN", ""),
            "" if for_socket else environment.get("SLACK_SIGNING_SECRET", ""),
            environment.get("SLACK_API_URL", SLACK_API_URL).rstrip("/") + "/",
            environment.get("DATABASE_URL") or LOCAL_DATABASE,
            frozenset(several(environment.get("ATTENDANCE_ADMINS", ""))),
            _zone(environment.get("ATTENDANCE_TIMEZONE", "UTC")),
            _counting(environment.get("ATTENDANCE_THRESHOLD", "75")),
            # a Lambda instance answers one request at a time
            1 if "AWS_LAMBDA_FUNCTION_NAME" in environment else MANY_CONNECTIONS,
            environment.get("SLACK_APP_TOKEN", ""),
            environment.get("DB_USER", ""),
            _keys(environment.get("ATTENDANCE_MFA_KEY", "")),
            environment.get("REPORTS_BUCKET", ""),
            environment.get("REPORTS_KMS_KEY", ""),
            bool(environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL")),
            environment.get("JOBS_QUEUE_URL", ""),
            _address(environment.get("PUBLIC_URL", "")),
            _days("REPORTS_KEPT_DAYS", environment.get("REPORTS_KEPT_DAYS") or str(KEPT_DAYS)),
        )


def several(typed: str) -> tuple[str, ...]:
    """What stands between commas or spaces."""
    return tuple(typed.replace(",", " ").split())


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadSettings(f"ATTENDANCE_TIMEZONE is {name!r}; write an IANA name, as in Asia/Kolkata.") from error


def _counting(threshold: str) -> Counting:
    """The condonation line is ten points lower, as 65 is to 75, unless the college sets it in its settings."""
    if not threshold.isascii() or not threshold.isdigit() or int(threshold) > 100:
        raise BadSettings(f"ATTENDANCE_THRESHOLD is {threshold!r}; write a whole percentage, as in 75.")
    return Counting(threshold=int(threshold), condonation=max(0, int(threshold) - 10))


def _keys(typed: str) -> tuple[str, ...]:
    """Never repeats what stands there: it may be a key that lost a character."""
    keys = several(typed)
    if not all(map(is_key, keys)):
        raise BadSettings(f"ATTENDANCE_MFA_KEY holds something that is no key; make one with `{MAKES_A_KEY}`.")
    return keys


def _address(typed: str) -> str:
    address = typed.rstrip("/")
    if address and not address.startswith(("https://", "http://")):
        raise BadSettings(f"PUBLIC_URL is {typed!r}; write an address, as in https://attendance.example.edu.")
    return address


def _days(name: str, typed: str) -> int:
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed) <= MOST_DAYS:
        raise BadSettings(f"{name} is {typed!r}; write a number of days from 1 to {MOST_DAYS}, as in {KEPT_DAYS}.")
    return int(typed)


def slack(settings: Settings, seconds: int = SECONDS) -> Slack:
    """The workspace the bot token belongs to. `seconds` is how long one call may take."""
    return Slack(settings.bot_token, settings.slack_api_url, seconds)


def services(settings: Settings, workspace: Slack, statement_seconds: int = 2) -> Services:
    """What every use case is handed. Opens nothing yet. Work nobody waits for may give its statements longer."""
    college = College(counting=settings.counting, admins=settings.admins)
    database = Database(settings.database_url, settings.connections, statement_seconds)
    storage = Storage(settings.bucket, settings.bucket_key, settings.path_style) if settings.bucket else None
    return Services(
        database,
        Clock(settings.zone),
        Remembered(workspace),
        college,
        settings.mfa_keys,
        storage,
        Nudges(settings.queue_url),
        tuple(map(_link_key, settings.signing_secrets)),
        settings.kept_days,
    )


def _link_key(secret: str) -> bytes:
    """A key of its own: what signs shared links says nothing about what signs Slack's requests."""
    return hmac.digest(secret.encode(), b"shared links", "sha256")
