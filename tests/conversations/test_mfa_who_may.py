"""Authenticator apps are for admins, and each admin's are their own: at every command, button and form."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, update

from bot.store.tables import authenticator, member
from bot.views import codes
from bot.views.codes import Beginning
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.forged import no_admin, press, submit
from tests.conversations.phone import Phone, sets_up
from tests.conversations.speaker import Speaker

WHO = {
    "stranger": "I don't know you yet",
    "student": "Only admins can do that",
    "teacher": "Only admins can do that",
    "deactivated": "I don't know you yet",
}
COMMANDS = ("mfa", "mfa reset @Office", "mfa foo", "code", "code 123456", "code abcd-efgh-ijkl-mnop", "code foo")
BUTTONS = (codes.SETUP, codes.CODES, codes.MOVE, codes.REMOVE)
FORMS = (codes.ASK, codes.CONFIRM, codes.RENEW_CODES, codes.MOVE_AWAY, codes.TAKE_AWAY)


@pytest.fixture(params=WHO)
def outsider(house: House, college: College, request: pytest.FixtureRequest) -> tuple[Speaker, str]:
    """Somebody who is no admin, and what they are told."""
    return no_admin(house, college, request.param), WHO[request.param]


def rows(college: College) -> list[Any]:
    with college.database.reading() as tx:
        return [tuple(row) for row in tx.execute(authenticator.select().order_by(authenticator.c.slack_user_id))]


def answered(reply: Any) -> str:
    return str(reply)


def field(code: str) -> dict[str, dict[str, Any]]:
    return {codes.CODE: {"field": {"type": "plain_text_input", "value": code}}}


def test_no_command_is_for_anybody_else(
    house: House, admin: Speaker, college: College, outsider: tuple[Speaker, str]
) -> None:
    sets_up(house, admin)
    before, (speaker, told) = rows(college), outsider
    for typed in COMMANDS:
        speaker.types(f"/attendance {typed}").sees(told).does_not_see("key", "set up here")
    assert rows(college) == before


def test_no_button_is_for_anybody_else(
    house: House, admin: Speaker, college: College, outsider: tuple[Speaker, str]
) -> None:
    sets_up(house, admin)
    before, (speaker, told) = rows(college), outsider
    for wanted in BUTTONS:
        press(house, speaker.user_id, f"{codes.MFA}.{wanted}", wanted)
        speaker.sees(told).does_not_see("key")
        assert house.workspace.modal(speaker.user_id) is None
    assert rows(college) == before


def test_nobody_else_resets_an_app(
    house: House, admin: Speaker, college: College, outsider: tuple[Speaker, str]
) -> None:
    sets_up(house, admin)
    before, (speaker, told) = rows(college), outsider
    press(house, speaker.user_id, codes.RESET, ADMIN)
    speaker.sees(told)
    press(house, ADMIN, codes.RESET, ADMIN)
    admin.sees("You can't reset your own")
    assert rows(college) == before


def test_no_form_is_for_anybody_else(
    house: House, admin: Speaker, college: College, outsider: tuple[Speaker, str]
) -> None:
    phone, _ = sets_up(house, admin)
    before, (speaker, told) = rows(college), outsider
    carries = str(Beginning(house.clock.now()))
    for form in FORMS:
        for code in (phone.next_code, "foo"):
            assert told in answered(submit(house, speaker.user_id, form, field(code), carries))
    assert rows(college) == before


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_one_admin_is_of_no_use_to_another(house: House, admin: Speaker, college: College, form: str) -> None:
    """Nor is the code that was typed into it."""
    college.employs("UHEAD", role="admin")
    head = house.speaker("UHEAD", "Head")
    phone, recovery = sets_up(house, admin)
    sets_up(house, head)
    carries = str(Beginning(rows(college)[0][2]))
    for code in (phone.next_code, recovery[0]):
        reply = answered(submit(house, "UHEAD", form, field(code), carries))
        assert ("not right" in reply) or ("This set-up is over" in reply)
    office = next(row for row in rows(college) if row[0] == ADMIN)
    assert (office[3] is not None, office[5]) == (True, 0)
    admin.types(f"/attendance code {recovery[0]}").sees("The code is right")


def test_a_set_up_that_was_begun_anew_is_confirmed_by_no_older_form(
    house: House, admin: Speaker, college: College
) -> None:
    first = Phone(house).types_key(admin.types("/attendance mfa"))
    begun = rows(college)[0][2]
    house.clock.passes(seconds=5)
    second = Phone(house).types_key(admin.types("/attendance mfa"))
    for phone in (first, second):
        reply = answered(submit(house, ADMIN, codes.CONFIRM, field(phone.code), str(Beginning(begun))))
        assert "This set-up is over" in reply
    admin.fills("six digits", second.code).presses("Confirm").sees("is set up")


def test_a_set_up_is_not_confirmed_twice(house: House, admin: Speaker, college: College) -> None:
    phone = Phone(house).types_key(admin.types("/attendance mfa"))
    begun = rows(college)[0][2]
    admin.fills("six digits", phone.code).presses("Confirm").sees("is set up")
    reply = submit(house, ADMIN, codes.CONFIRM, field(phone.next_code), str(Beginning(begun)))
    assert "This set-up is over" in answered(reply)


@pytest.mark.parametrize("carries", ["", "{}", "[]", '["x", ""]', "[1, 2]"])
def test_a_form_that_carries_something_else_is_refused(
    house: House, admin: Speaker, college: College, carries: str
) -> None:
    assert "older message" in answered(submit(house, ADMIN, codes.CONFIRM, field("123456"), carries))


def test_a_button_of_something_else_is_refused(house: House, admin: Speaker, college: College) -> None:
    sets_up(house, admin)
    press(house, ADMIN, f"{codes.MFA}.other", "other")
    admin.sees("older message")


def test_an_admin_who_is_none_any_more_confirms_nothing(house: House, college: College) -> None:
    college.employs("UHEAD", role="admin")
    head = house.speaker("UHEAD", "Head").types("/attendance mfa")
    phone = Phone(house).types_key(head)
    with college.database.begin() as tx:
        tx.execute(update(member).values(role="teacher"))
    head.fills("six digits", phone.code).presses("Confirm").sees("Only admins can do that")
    assert rows(college)[0][3] is None


def test_the_app_of_somebody_who_is_no_admin_any_more_gives_no_rights(house: House, college: College) -> None:
    with college.database.begin() as tx:
        now = house.clock.now()
        tx.execute(
            insert(authenticator), {"slack_user_id": "UMEERA", "secret": "x", "begun_at": now, "confirmed_at": now}
        )
    house.speaker("UMEERA", "Meera").types("/attendance mfa reset @Office").sees("Only admins can do that")
