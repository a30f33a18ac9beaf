"""The one place where an error becomes a message."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from bot.access import AuthenticatorNeeded, CodeNeeded
from bot.domain.errors import FieldsWrong, Told
from bot.views import answers, codes
from bot.views.forms import Form, name_of, showing
from handlers.asking import Answer, Asking, Command, Submitted
from handlers.current import Current

A = TypeVar("A", bound=Asking)


def answered(current: Current, listener: Callable[[A], Answer | None], asking: A) -> Answer | None:
    """What the listener says; a refusal in its own words; for anything else an apology with a reference."""
    try:
        return current.answers(listener, asking)
    except Told as refusal:
        return refused(asking, refusal)
    except Exception as error:
        return answers.apology(asking.activity.failed(error))


def refused(asking: Asking, refusal: Told) -> Answer:
    """A refusal, noted and in its own words; where a code is what is missing, the way to give one."""
    asking.activity.refused(refusal)
    match refusal:
        case CodeNeeded():
            return codes.ask(_again(asking))
        case AuthenticatorNeeded():
            return codes.set_up_first(refusal)
    return answers.told(refusal)


def _again(asking: Asking) -> str:
    """What there is to do again after the code: what was typed, or the form below."""
    if isinstance(asking, Command):
        return f"/attendance {asking.words.typed}"
    return codes.BELOW if isinstance(asking, Submitted) else ""


def sent(
    current: Current,
    listener: Callable[[Submitted], Form | None],
    submitted: Submitted,
    blocks: Sequence[Mapping[str, Any]],
) -> Form | Mapping[str, str] | None:
    """What the listener makes of a form: a form, nothing, or sentences at the fields among these blocks."""
    try:
        return current.answers(listener, submitted)
    except Told as refusal:
        fields = {block["block_id"] for block in blocks if block["type"] == "input"}
        answer = refused(submitted, refusal)
        return answer if isinstance(answer, Form) else _at_fields(refusal, fields) or showing(answer)
    except Exception as error:
        return showing(answers.apology(submitted.activity.failed(error)))


def _at_fields(refusal: Told, fields: Collection[str]) -> Mapping[str, str]:
    """The sentences at the fields the form has, without Slack's marks: it draws none there."""
    found = refusal.fields if isinstance(refusal, FieldsWrong) else {refusal.field: refusal.sentence}
    return {field: found[name_of(field)].replace("`", "'") for field in fields if name_of(field) in found}
