"""Time zones, however a person names them: `Asia/Kolkata`, `asia/kolkata`, or the city alone."""

from __future__ import annotations

from collections import defaultdict
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import Told, quoted
from bot.domain.words import nearest, plain

NO_ZONES = frozenset({"Factory", "localtime"})  # in the database of zones, and mean nothing to a college
EXAMPLES = "Write the city it is named after, as in `Kolkata`, or its whole name, as in `Asia/Kolkata`."


class UnknownZone(Told):
    """What was typed is no time zone, or could be several."""

    field = "zone"

    def __init__(self, typed: str, guesses: list[str]) -> None:
        guess = f" Do you mean {' or '.join(f'`{one}`' for one in guesses)}?" if guesses else ""
        super().__init__(f"I don't know a time zone {quoted(typed)}.{guess} {EXAMPLES}")


def read_zone(typed: str) -> ZoneInfo:
    """The zone of that name, any case, or the only one of that city. Raises UnknownZone, with the nearest name."""
    wanted = plain(typed).replace(" ", "_").casefold()
    names = {name.casefold(): name for name in available_timezones() - NO_ZONES}
    if wanted in names:
        return ZoneInfo(names[wanted])
    cities: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names.values()):
        if "/" in name:
            cities[name.rpartition("/")[2].casefold()].append(name)
    if len(cities.get(wanted, ())) == 1:
        return ZoneInfo(cities[wanted][0])
    known = {name: [names[name]] for name in names} if "/" in wanted else cities
    close = nearest(wanted, (name for name in known if name[:1] == wanted[:1]))  # who slips, slips further in
    raise UnknownZone(typed, known[close] if close else [])
