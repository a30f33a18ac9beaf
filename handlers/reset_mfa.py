"""`.venv/bin/python -m handlers.reset_mfa U0123`: for the operator, when the last admin lost their authenticator."""

from __future__ import annotations

import sys

from bot.domain.errors import Told
from handlers import jobs
from handlers.activity import start_logging
from handlers.settings import BadSettings, Settings


def main(user: str) -> str:
    """What was done, in a sentence. Raises `BadSettings`, or `NothingToReset`."""
    jobs.run("reset_mfa", _settings(), user=user)
    return f"The authenticator app of {user} is reset. They set up a new one with /attendance mfa."


def _settings() -> Settings:
    """As a server reads them, or as `make socket` does."""
    try:
        return Settings.read()
    except BadSettings as bad:
        try:
            return Settings.read(for_socket=True)
        except BadSettings:
            raise bad from None


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give the Slack user id, as in: .venv/bin/python -m handlers.reset_mfa U0123")
    start_logging()
    try:
        sys.stdout.write(f"{main(sys.argv[1])}\n")
    except (BadSettings, Told) as refusal:
        sys.exit(str(refusal))
