"""`make run`: the bot, a stand-in Slack to talk to it in a browser, and a demo college to talk about.

The environment may say PORT (3000), RESET=1 (start again), DATABASE_URL (else an SQLite file), ATTENDANCE_TIMEZONE and
ATTENDANCE_THRESHOLD. Everything it keeps is in `.local` in the folder it is started in.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import os
import secrets
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.store.database import Database
from bot.store.migrate import upgrade
from handlers.settings import BadSettings, Settings
from handlers.web import asgi
from handlers.work_here import working
from infra.local import college
from infra.local.bot_server import serve_bot
from infra.local.college_people import OFFICE
from infra.local.files import keeping_files
from infra.local.manifest import Manifest
from infra.local.mysql import free_port
from infra.local.slack.server import HOST, bot_at, serve
from infra.local.slack.workspace import Workspace

FOLDER = Path(".local")
STATE, DATABASE, KEY = FOLDER / "slack.json", FOLDER / "attendance.db", FOLDER / "mfa.key"
WELCOME = """\
Open {address}: a stand-in Slack with a demo college. Ctrl-C stops it and keeps everything; RESET=1 starts again.
Be Meera Iyer, who teaches, one of the students, or the office: choose at the top of the page.
Type /attendance mark CSE-2 DBMS as Meera, /attendance me as a student, /attendance report CSE-2 as the office."""


class CannotRun(Exception):
    """Why not, and what to do instead, in a sentence."""


@dataclass(frozen=True)
class Wish:
    """What the environment asks for."""

    port: int
    reset: bool
    database_url: str
    environment: Mapping[str, str]

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Wish:
        """Raises `CannotRun`."""
        port = environment.get("PORT") or "3000"
        if not port.isascii() or not port.isdigit() or int(port) > 65535:
            raise CannotRun(f"PORT is {port!r}; write a number, as in PORT=3001 make run.")
        given, reset = environment.get("DATABASE_URL"), environment.get("RESET", "") not in ("", "0")
        if given and reset:
            raise CannotRun(
                "RESET=1 throws away only the demo's own SQLite file, never a database you name. Leave one of the two"
                " out, or give DATABASE_URL an empty database."
            )
        return cls(int(port) or free_port(), reset, given or f"sqlite:///{DATABASE}", environment)

    def settings(self) -> Settings:
        """The bot's settings for this machine. Raises `CannotRun`."""
        passed_on = ("ATTENDANCE_TIMEZONE", "ATTENDANCE_THRESHOLD")
        ours = {
            "SLACK_BOT_TOKEN": f"xoxb-{secrets.token_hex(12)}",
            "SLACK_SIGNING_SECRET": secrets.token_hex(16),
            "SLACK_API_URL": f"http://{HOST}:{self.port}/api/",
            "DATABASE_URL": self.database_url,
            "ATTENDANCE_ADMINS": OFFICE,
            "ATTENDANCE_TIMEZONE": "Asia/Kolkata",
        }
        try:
            return Settings.read(
                ours | {name: self.environment[name] for name in passed_on if name in self.environment}
            )
        except BadSettings as bad:
            raise CannotRun(str(bad)) from bad


def main() -> int:
    """The exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with running(Wish.read(os.environ)) as address:
            print(WELCOME.format(address=address), flush=True)
            signal.pause()
    except CannotRun as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Everything is kept for the next make run.")
    return 0


@contextlib.contextmanager
def running(wish: Wish) -> Iterator[str]:
    """Everything up while the block runs; gives the page's address. Raises `CannotRun`."""
    settings = wish.settings()
    with taken(wish.port) as door, socket.create_server((HOST, 0)) as listener, keeping_files() as bucket:
        if wish.reset:
            forget()
        settings = replace(settings, mfa_keys=(own_key(),), bucket=bucket, path_style=True)
        prepare(settings)
        bot_address = f"http://{HOST}:{listener.getsockname()[1]}"
        workspace = standing_in(settings, bot_address)
        with serve_bot(asgi(settings), listener), serve(workspace, door) as address, working(settings):
            yield address


def taken(port: int) -> socket.socket:
    """The port, ours before anything is touched: whoever has it may be another of us, using the same files."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            why = f"Port {port} is taken, perhaps by another make run."
        else:
            why = f"Port {port} cannot be used here: {error.strerror}."
        raise CannotRun(f"{why} Take another one: PORT={free_port()} make run.") from error


def own_key() -> str:
    """The key of this folder's databases, made once: what another one sealed could never be opened again."""
    if not KEY.exists():
        FOLDER.mkdir(exist_ok=True)
        KEY.touch(mode=0o600)
        KEY.write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    return KEY.read_text()


def forget() -> None:
    """Throw away what earlier runs kept."""
    for path in (STATE, DATABASE, *(DATABASE.with_name(DATABASE.name + end) for end in ("-wal", "-shm"))):
        path.unlink(missing_ok=True)


def prepare(settings: Settings) -> None:
    """The newest schema, and the demo college where there are no students yet. Raises `CannotRun`."""
    FOLDER.mkdir(exist_ok=True)
    try:
        upgrade(settings.database_url)
        database = Database(settings.database_url)
        college.seed(database, Clock(settings.zone))
        database.close()
    except (SQLAlchemyError, OSError) as error:
        reason = getattr(error, "orig", None) or error
        raise CannotRun(f"The database cannot be used: {reason}. Check DATABASE_URL, or leave it out.") from error


def standing_in(settings: Settings, bot_address: str) -> Workspace:
    """The stand-in Slack with the college's people in it, and our app as its manifest declares it."""
    manifest = Manifest.read()
    workspace = Workspace(
        bot_at(bot_address),
        signing_secret=settings.signing_secret,
        bot_token=settings.bot_token,
        state_file=STATE,
        scopes=manifest.scopes,
        events=manifest.events,
        commands=manifest.commands,
        app_name=manifest.app_name,
    )
    college.move_in(workspace)
    return workspace


if __name__ == "__main__":
    sys.exit(main())
