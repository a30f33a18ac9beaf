"""The college's settings: `/attendance settings`, its form, and one change typed."""

from __future__ import annotations

from bot import configuring
from bot.configuring import Drawn, Outdated
from bot.views import settings
from bot.views.forms import Form
from bot.views.settings import SETTINGS
from handlers.asking import Answer, Command, OnCommand, OnPress, OnSubmit, Submitted


def show(command: Command) -> Answer:
    """All settings to change, or what the one change typed came to."""
    services = command.services
    if command.words:
        return settings.changed(configuring.change_one(services, command.deed("command"), command.words.items))
    rules = configuring.rules(services, command.by)
    return settings.form(rules, services.college.version, len(services.college.holidays))


def save(form: Submitted) -> Form:
    """What was changed; or the form anew, where somebody else was faster."""
    services = form.services
    version, fields = settings.drawn(form.carries)
    outcome = configuring.change(services, form.deed("form"), Drawn(fields, version), settings.filled(form.filled))
    if isinstance(outcome, Outdated):
        college = services.college
        return settings.outdated(outcome.rules, college.version, len(college.holidays), outcome.made, form.reader)
    return settings.saved(outcome)


COMMANDS: dict[str, OnCommand] = {"settings": show}
PRESSES: dict[str, OnPress] = {}
FORMS: dict[str, OnSubmit] = {SETTINGS: save}
