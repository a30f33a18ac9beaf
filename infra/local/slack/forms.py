"""What Slack checks in a modal before it sends it: required fields, lengths, numbers, addresses, files."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from infra.local.slack.blockkit.limits import FILES
from infra.local.slack.elements import ANSWERS, Json
from infra.local.slack.files import extension

MOST_BYTES = 10 * 1024 * 1024  # docs.slack.dev/reference/block-kit/block-elements/file-input-element
REQUIRED = "Please complete this required field."
E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LINK = re.compile(r"https?://\S+", re.IGNORECASE)


def sentences(blocks: Sequence[Json], values: Mapping[str, Any]) -> dict[str, str]:
    """What stands under which field, by block_id; empty when the form may be sent."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            answer = values.get(block["block_id"], {}).get(element["action_id"], {})
            sentence = _sentence(element, answer, optional=bool(block.get("optional")))
            if sentence:
                found[block["block_id"]] = sentence
    return found


def _sentence(element: Json, answer: Mapping[str, Any], *, optional: bool) -> str:
    kind = element["type"]
    given = answer.get(ANSWERS[kind][0])
    if given in (None, "", []):
        return "" if optional else REQUIRED
    if kind == "plain_text_input":
        return _length_sentence(element, str(given))
    if kind == "email_text_input" and not E_MAIL.fullmatch(str(given)):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not LINK.fullmatch(str(given)):
        return "Please enter a valid URL."
    if kind == "number_input":
        return _number_sentence(element, str(given))
    return file_sentence(element, given) if kind == "file_input" else ""


def file_sentence(element: Json, files: Sequence[Json]) -> str:
    """Why Slack's client does not take these files; empty when it does. It knows a type by the file's name alone."""
    most, kinds = element.get("max_files", FILES), [str(kind).lower() for kind in element.get("filetypes") or ()]
    if len(files) > most:
        return f"You can upload at most {most} file{'s' if most > 1 else ''} here."
    for file in files:
        if kinds and extension(file["name"]) not in kinds:
            return f"{file['name']} is not of a type accepted here: {', '.join(kinds)}."
        if file["size"] > MOST_BYTES:
            return f"{file['name']} is larger than 10 MB."
    return ""


def _length_sentence(element: Json, given: str) -> str:
    least, most = element.get("min_length"), element.get("max_length")
    if least is not None and len(given) < least:
        return f"This field requires at least {least} characters."
    if most is not None and len(given) > most:
        return f"This field accepts at most {most} characters."
    return ""


def _number_sentence(element: Json, given: str) -> str:
    try:
        number = float(given)
    except ValueError:
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number that is at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number that is at most {element['max_value']}."
    return ""
