"""Taking out the files of reports that were kept long enough."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.report import Made
from bot.services import Services
from bot.store import reports
from bot.store.database import whole_unit

AT_ONCE = 50
"""Reports in one look."""


def clear_old(services: Services) -> None:
    """Files go after the days the operator keeps them, and with them what was begun and never finished.

    The files first, then the word of it: ended half-way, the next run goes on. Raises `NotStored`.
    """
    if services.storage is None:
        return
    before = services.clock.now() - timedelta(days=services.kept_days)
    while old := _old(services, before):
        for made in old:
            services.storage.forget_folder(made.place)
            _gone(services, made)


@whole_unit
def _old(services: Services, before: datetime) -> list[Made]:
    with services.database.reading() as tx:
        return reports.asked_before(tx, before, AT_ONCE)


@whole_unit
def _gone(services: Services, made: Made) -> None:
    with services.database.begin() as tx:
        reports.gone(tx, made.report_id)
