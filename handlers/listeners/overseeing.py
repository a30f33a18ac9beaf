"""The work behind the answers: `/attendance jobs`, and trying again what was given up."""

from __future__ import annotations

from bot import overseeing
from bot.domain.errors import Told, quoted
from bot.views import jobs
from bot.views.blocks import Message
from bot.views.jobs import AGAIN, JOBS, TAKEN_UP, TOO_LATE, read_id
from handlers.asking import Asking, Command, OnCommand, OnPress, OnSubmit, Pressed


class NothingToRead(Told):
    """Words after `jobs`."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"I can't read {quoted(typed)} after `jobs`. Type `/attendance jobs` alone: it shows all work, and a button"
            " tries again what was given up."
        )


def show(command: Command) -> Message:
    """What runs, what waits, what was given up."""
    shown = _overview(command)
    if command.words:
        raise NothingToRead(command.words.typed)
    return shown


def refresh(press: Pressed) -> Message:
    """The same as it is now."""
    return _overview(press)


def again(press: Pressed) -> Message:
    """Five more tries, from now on."""
    job_id = read_id(press.value)
    taken_up = overseeing.try_again(press.services, press.deed("button"), job_id)
    if taken_up:
        press.behind.append(job_id)
    return _overview(press, TAKEN_UP if taken_up else TOO_LATE)


def _overview(asking: Asking, note: str = "") -> Message:
    services = asking.services
    return jobs.overview(overseeing.overview(services, asking.by), asking.reader, services.clock.now(), note)


COMMANDS: dict[str, OnCommand] = {"jobs": show}
PRESSES: dict[str, OnPress] = {JOBS: refresh, AGAIN: again}
FORMS: dict[str, OnSubmit] = {}
