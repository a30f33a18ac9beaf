"""How an answer reaches whoever asked: in the HTTP response, at the address Slack gave, or as a modal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.notify.slack import NotDelivered
from bot.views import answers
from bot.views.blocks import Message
from bot.views.forms import Form, showing
from handlers.asking import Answer, Asking, Pressed

Body = Mapping[str, Any]


def after_command(asking: Asking, body: Body, answer: Answer | None) -> dict[str, Any] | str:
    """What the HTTP response says. A form is opened first; when Slack does not open it, that is said."""
    if isinstance(answer, Form):
        try:
            asking.slack.open_form(str(body.get("trigger_id", "")), answer.payload)
            return ""
        except NotDelivered as error:
            _not_delivered(asking, error)
            answer = answer.instead or answers.not_opened()
    return _ephemeral(answer) if answer else ""


def after_press(press: Pressed, body: Body, answer: Answer | None) -> None:
    """Put the answer where the pressed thing is, above it or below it. What was saved stays saved if Slack fails."""
    try:
        if answer:
            _put(press, body, answer)
    except NotDelivered as error:
        _not_delivered(press, error)


def _put(press: Pressed, body: Body, answer: Answer) -> None:
    slack, trigger_id, view = press.slack, str(body.get("trigger_id", "")), body.get("view")
    if view:
        form = answer if isinstance(answer, Form) else showing(answer)
        if form.on_top:
            slack.push_form(trigger_id, form.payload)
        else:
            slack.change_form(view["id"], view.get("hash", ""), form.payload)
    elif isinstance(answer, Form):
        slack.open_form(trigger_id, answer.payload)
    else:
        message = _ephemeral(answer) | {"replace_original": answer.replaces}
        slack.answer(str(body.get("response_url", "")), message)


def after_submit(answer: Form | Mapping[str, str] | None) -> dict[str, Any]:
    """What becomes of a form that was sent: another in its place or above it, errors at its fields, or it closes."""
    if answer is None:
        return {}
    if isinstance(answer, Form):
        return {"response_action": "push" if answer.on_top else "update", "view": answer.payload}
    return {"response_action": "errors", "errors": dict(answer)}


def _ephemeral(message: Message) -> dict[str, Any]:
    return {"response_type": "ephemeral", **message.payload}


def _not_delivered(asking: Asking, error: NotDelivered) -> None:
    asking.activity.failed(error)
    asking.activity.outcome = "not delivered"
