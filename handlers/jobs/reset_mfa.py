"""Take away the authenticator app of the last admin, who lost it: `{"job": "reset_mfa", "user": "U0123"}`."""

from __future__ import annotations

from bot import resetting
from handlers import jobs
from handlers.settings import Settings


def run(read: Settings, user: str) -> None:
    """In the audit it is the operator's doing. Raises `NothingToReset`."""
    with jobs.ready(read) as (services, slack):
        jobs.do(services, slack, resetting.reset_by_operator(services, user))
