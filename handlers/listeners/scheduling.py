"""Reports that come by themselves every week: `/attendance schedule`, and its buttons."""

from __future__ import annotations

from bot import arranging
from bot.domain.schedule import Done, State
from bot.domain.schedulewords import Verb, read_order
from bot.notify.slack import NotDelivered, Posted
from bot.views import schedules
from bot.views.blocks import Message
from bot.views.schedules import PAGE, VERBS
from handlers import jobs
from handlers.asking import Asking, Command, OnCommand, OnPress, OnSubmit, Pressed


def schedule(command: Command) -> Message | None:
    """Set one up, pause, resume or stop it, or list them."""
    services, deed, place = command.services, command.deed("command"), _place(command)
    arranging.check(services, command.by)
    order = read_order(command.words.items)
    if order.verb is Verb.LIST:
        return _listed(command)
    if order.weekly is None:
        schedule_id = arranging.find(services, command.by, order.named, place)
        done = arranging.turn(services, deed, order.verb, schedule_id)
        refused = _told(command, done) if done.job_id else None
        if not done.job_id:
            _tell_channel(command, done)
        return refused or schedules.turned(done, command.reader, done.schedule.channel == place)
    if order.weekly.class_code:
        command.about(order.weekly.class_code)
    done = arranging.set_up(services, deed, order.weekly, place)
    return _told(command, done) if done.job_id else schedules.already(done, command.reader)


def turn(press: Pressed) -> Message | None:
    """Pause, resume or stop: in the list, which is drawn again, or in a message others may see, which stays theirs."""
    schedule_id, page = schedules.read_button(press.value)
    verb = VERBS[str(press.action["action_id"])]
    done = arranging.turn(press.services, press.deed("button"), verb, schedule_id)
    refused = _told(press, done) if done.job_id else None
    if refused:
        return refused
    if schedules.is_card(press.block_id):
        if not (done.job_id and done.schedule.message):  # else it points to the new one by now
            _draw_again(press, schedules.card(done, press.by, press.reader))
        return None
    if not done.job_id:
        _tell_channel(press, done)
    return _shown(press, done, page)


def _shown(press: Pressed, done: Done, page: int | None) -> Message | None:
    """To whoever pressed, where they did."""
    here = done.schedule.channel == _place(press)
    if page is not None:
        return _listed(press, page, schedules.turned_said(done, press.by, press.reader, here))
    _draw_again(press, schedules.turned(done, press.reader, here))
    return None


def leaf(press: Pressed) -> Message:
    """Another page of the list."""
    return _listed(press, press.number)


def _listed(asking: Asking, page: int = 0, note: str = "") -> Message:
    return schedules.listed(arranging.listed(asking.services, asking.by, _place(asking)), asking.reader, page, note)


def _place(asking: Asking) -> str:
    """Where reports come that are set up here."""
    return asking.by if asking.place.is_direct else asking.place.channel


def _told(asking: Command | Pressed, done: Done) -> Message | None:
    """The channel is told now, which shows whether the bot may write there; nothing more is to be said if it may."""
    asking.behind.extend(jobs.soon(asking.services, asking.slack, [done.job_id] if done.job_id else []))
    now, is_told = arranging.settled(asking.services, done)
    if now.state is not State.ACTIVE:
        return schedules.shut_out(now, asking.words.typed.strip() if isinstance(asking, Command) else "", asking.reader)
    return None if is_told else schedules.told_later(done, asking.reader)


def _tell_channel(asking: Asking, done: Done) -> None:
    """What the channel was told is drawn as it is now. If Slack does not take it, what was done is done."""
    posted = Posted.read(done.schedule.message)
    if posted is None or not done.is_change:
        return
    try:
        asking.slack.change(posted, schedules.card(done, asking.by, asking.reader).payload)
    except NotDelivered as error:
        asking.activity.failed(error)


def _draw_again(press: Pressed, message: Message) -> None:
    """If Slack does not take it, what was done is done, and the button says so when it is pressed again."""
    try:
        press.slack.answer(press.place.answer_to, {"replace_original": True, **message.payload})
    except NotDelivered as error:
        press.activity.failed(error)


COMMANDS: dict[str, OnCommand] = {"schedule": schedule}
PRESSES: dict[str, OnPress] = {**dict.fromkeys(VERBS, turn), PAGE: leaf}
FORMS: dict[str, OnSubmit] = {}
