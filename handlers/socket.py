"""`make socket`: the bot on this machine, in a real Slack workspace. It calls Slack, so no public address is needed."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk.errors import SlackApiError
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.notify.slack import Slack
from bot.store.migrate import upgrade
from handlers import app, settings
from handlers.settings import LOCAL_DATABASE, BadSettings, Settings
from handlers.work_here import working

log = logging.getLogger("attendance.socket")


class NotConnected(Exception):
    """Why it does not run, and what to do about it, in a sentence."""


def main() -> None:
    """Run until Ctrl-C or SIGTERM. What is missing or refused is said in a sentence, with exit status 1."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with connected(Settings.read(for_socket=True)) as where:
            sys.stdout.write(f"{where} Ctrl-C stops it.\n")
            sys.stdout.flush()
            threading.Event().wait()
    except (BadSettings, NotConnected) as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        return


@contextmanager
def connected(read: Settings) -> Iterator[str]:
    """The bot answers the workspace inside; gives a sentence that says where. Raises `NotConnected`."""
    log.setLevel(logging.CRITICAL)  # until it runs, what is wrong is said in our words alone
    _migrate(read.database_url)
    workspace = settings.slack(read)
    name = _workspace_name(workspace)
    handler = SocketModeHandler(
        app.build(settings.services(read, workspace), workspace),
        read.app_token,
        logger=log,
        web_client=workspace.client,
        concurrency=read.connections,
    )
    try:
        _connect(handler, workspace)
        log.setLevel(logging.ERROR)  # a connection that is lost, and made again by itself
        kept = _shown(read.database_url)
        with working(read):
            yield f"Attendance answers in {name}, through Socket Mode, and keeps everything in {kept}."
    finally:
        handler.client.close()


def _migrate(database_url: str) -> None:
    if database_url == LOCAL_DATABASE:
        Path(make_url(database_url).database or "").parent.mkdir(exist_ok=True)
    try:
        upgrade(database_url)
    except SQLAlchemyError as error:
        raise NotConnected(
            f"The database at {_shown(database_url)} cannot be used ({type(error).__name__})."
            " Is DATABASE_URL right, and is the server running?"
        ) from error


def _workspace_name(workspace: Slack) -> str:
    with _explained("SLACK_BOT_TOKEN", "It is the Bot User OAuth Token, xoxb-…, under OAuth & Permissions.", workspace):
        return str(workspace.client.auth_test()["team"])


def _connect(handler: SocketModeHandler, workspace: Slack) -> None:
    advice = "It is an app-level token, xapp-…, with the scope connections:write; Socket Mode must be on."
    with _explained("SLACK_APP_TOKEN", advice, workspace):
        handler.client.connect()
    if not handler.client.is_connected():
        raise NotConnected("Slack did not open the connection. Please try again.")


@contextmanager
def _explained(variable: str, advice: str, workspace: Slack) -> Iterator[None]:
    """Slack's refusal as a sentence about the variable that is to blame."""
    try:
        yield
    except SlackApiError as error:
        raise NotConnected(f"Slack refuses {variable} ({error.response.get('error')}). {advice}") from error
    except OSError as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise NotConnected(f"Slack cannot be reached at {workspace.api_url}: {reason}.") from error


def _shown(database_url: str) -> str:
    return make_url(database_url).render_as_string(hide_password=True)


if __name__ == "__main__":
    main()
