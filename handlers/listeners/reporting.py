"""Reports: `/attendance report`, and the buttons that ask for another of the same class and days."""

from __future__ import annotations

from bot import reporting, sharing
from bot.domain.misreported import LINKS
from bot.domain.reportwords import read_wanted
from bot.reporting import Asked
from bot.views import reportnotes, reports
from bot.views.blocks import Message
from bot.views.reportbuttons import POST, SHORTAGE
from handlers.asking import Answer, Asking, Command, OnCommand, OnPress, OnSubmit, Pressed


def report(command: Command) -> Answer:
    """Said at once that it is being made; alone, what there is to ask for."""
    services, words = command.services, command.words
    if words.first == LINKS and len(words) == 1:
        from handlers.listeners import sharing as shared

        return shared.links(command)
    college = services.college
    if not words:
        offered = reporting.offered(services, command.by)
        return reportnotes.offers(offered.classes, offered.everything, "the term" if college.term else "this month")
    reporting.check_may_ask(services, command.by)
    wanted = read_wanted(words.items, services.clock.today(), college.term, college.counting.threshold)
    if wanted.class_code:
        command.about(wanted.class_code)
    if wanted.share:
        sharing.check_address(services, command.place.address)
    return _preparing(command, reporting.ask(services, command.deed("command"), wanted, command.place))


def shortage(press: Pressed) -> Message:
    """Those below the line in the same class on the same days, for whoever presses."""
    report_id = reports.read_number(press.value)
    return _preparing(press, reporting.ask_for_shortage(press.services, press.deed("button"), report_id, press.place))


def post(press: Pressed) -> Message:
    """Into its channel after all."""
    asked = reporting.ask_to_post(
        press.services, press.deed("button"), *reportnotes.read_post(press.value), press.place
    )
    press.behind.append(asked.job_id)
    return reportnotes.posting_again(asked.wanted, asked.channel)


def _preparing(asking: Asking, asked: Asked) -> Message:
    if asked.wanted.class_code:
        asking.about(asked.wanted.class_code)
    asking.behind.append(asked.job_id)
    return reportnotes.preparing(asked.wanted, here=bool(asked.channel), is_direct=asking.place.is_direct)


COMMANDS: dict[str, OnCommand] = {"report": report}
PRESSES: dict[str, OnPress] = {SHORTAGE: shortage, POST: post}
FORMS: dict[str, OnSubmit] = {}
