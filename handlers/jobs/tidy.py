"""Throw away what nobody will come back to. Once a day is plenty."""

from __future__ import annotations

from bot.drafting import forget_old
from handlers import settings
from handlers.settings import Settings


def run(read: Settings) -> None:
    """Forgets drafts untouched for thirty days."""
    services = settings.services(read, settings.slack(read), statement_seconds=60)
    forget_old(services)
    services.database.close()
