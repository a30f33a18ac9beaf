"""Codes before sensitive acts: when one is asked for, how long it is good, how often one may be wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.store.tables import authenticator
from handlers import jobs
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.phone import Phone, another_admin, both_set_up, requires_codes, sets_up
from tests.conversations.speaker import Speaker

SENSITIVE = "/attendance mfa reset @Head"


@pytest.fixture
def head(house: House, college: College) -> Speaker:
    """Another admin, with an app of their own that nobody needs any more."""
    return another_admin(house, college)


@pytest.fixture
def phone(house: House, admin: Speaker, head: Speaker) -> Phone:
    """The office's phone, on which the code of the set-up is no longer good."""
    return both_set_up(house, admin, head)


def deeds(college: College) -> list[tuple[str, str]]:
    """Who did what, of what the tests are about."""
    entries = [entry for entry in college.audited() if entry.target == "authenticator"]
    return [(entry.actor, entry.action) for entry in entries if entry.action != "set up"]


def test_who_has_no_app_is_asked_for_no_code(admin: Speaker, head: Speaker, college: College) -> None:
    admin.types(SENSITIVE).sees("There is nothing to reset")


def test_a_command_that_needs_a_code_asks_for_one_and_is_said_again(
    admin: Speaker, head: Speaker, phone: Phone, college: College
) -> None:
    admin.types(SENSITIVE).sees("This needs a code from your authenticator app").does_not_see("is reset")
    admin.fills("Code from your app", phone.wrong_code).presses("Confirm").sees("That code is not right")
    admin.fills("Code from your app", phone.code).presses("Confirm").sees("The code is right", "Now type it again")
    admin.sees("/attendance mfa reset @Head").presses("Close")
    assert deeds(college) == []
    admin.types(SENSITIVE).presses("Reset").sees("The authenticator app of @Head is reset")
    assert deeds(college) == [(ADMIN, "reset")]


def test_a_code_is_good_for_fifteen_minutes(house: House, admin: Speaker, phone: Phone, college: College) -> None:
    admin.types(f"/attendance code {phone.code}").sees("The code is right", "Now do again what you were about to do")
    house.clock.passes(minutes=14)
    admin.types(SENSITIVE).presses("Reset").sees("is reset")
    house.clock.passes(seconds=61)
    admin.types(SENSITIVE).sees("This needs a code")


@pytest.mark.parametrize("typed", ["{0}", "{1} {2}", "{1}-{2}", "  {0} ", "{3}"])
def test_a_code_reads_however_it_is_typed(admin: Speaker, phone: Phone, typed: str) -> None:
    code = phone.code
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    admin.types(f"/attendance code {typed.format(code, code[:3], code[3:], wide)}").sees("The code is right")


def test_what_is_no_code_is_not_counted(admin: Speaker, phone: Phone, college: College) -> None:
    for typed in ("98765", "9876543", "zyxwvu", "abcd-efgh-ijkl-mno1", "<@U1>"):
        admin.types(f"/attendance code {typed}").sees("That is not a code", "123456").does_not_see(typed)
    assert failures(college) == 0


def test_a_button_that_needs_a_code_asks_for_one(admin: Speaker, phone: Phone) -> None:
    admin.types("/attendance audit").presses("As a file").sees("This needs a code")
    admin.fills("Code from your app", phone.code).presses("Confirm").sees("Now do again what you were about to do")
    admin.presses("Close").presses("As a file").sees("direct message")


def test_a_form_that_needs_a_code_waits_below(house: House, admin: Speaker, phone: Phone, college: College) -> None:
    requires_codes(college)
    admin.types(f"/attendance code {phone.code}").types("/attendance settings").sees("Settings")
    house.clock.passes(minutes=16)
    admin.fills("Threshold", 80).presses("Save").sees("This needs a code", "After it, send the form below again")
    admin.fills("Code from your app", phone.code).presses("Confirm").sees("Settings")
    admin.presses("Save").does_not_see("This needs a code").sees("80")


def test_no_code_works_twice(admin: Speaker, phone: Phone) -> None:
    before, code = phone.code, phone.next_code
    admin.types(f"/attendance code {code}").sees("The code is right")
    for used in (code, before):
        admin.types(f"/attendance code {used}").sees("That code was used already")
    admin.types(f"/attendance code {phone.next_code}").sees("The code is right")


def test_a_clock_may_be_half_a_minute_wrong_and_no_more(house: House, admin: Speaker, phone: Phone) -> None:
    code = phone.code
    house.clock.passes(seconds=30)
    admin.types(f"/attendance code {code}").sees("The code is right")
    code = phone.next_code
    house.clock.passes(seconds=65)
    admin.types(f"/attendance code {code}").sees("not right")


def test_a_recovery_code_works_once(house: House, admin: Speaker, head: Speaker, college: College) -> None:
    sets_up(house, head)
    _, codes = sets_up(house, admin)
    house.clock.passes(minutes=16)
    admin.types(SENSITIVE).fills("Code from your app", codes[0].upper().replace("-", " ")).presses("Confirm")
    admin.sees("You used a recovery code; 9 recovery codes are left", "Now type it again").presses("Close")
    admin.types(SENSITIVE).presses("Reset").sees("is reset")
    admin.types(f"/attendance code {codes[0]}").sees("That recovery code was used already")
    for left, code in zip((8, 7, 6, 5, 4, 3), codes[1:], strict=False):
        admin.types(f"/attendance code {code}").sees(f"{left} recovery codes are left")
    admin.sees("Get new ones with /attendance mfa")
    assert deeds(college)[:2] == [(ADMIN, "recovery code used"), (ADMIN, "reset")]


def failures(college: College) -> int:
    with college.database.reading() as tx:
        return int(tx.scalars(select(authenticator.c.failures).where(authenticator.c.slack_user_id == ADMIN)).one())


def guesses(admin: Speaker, phone: Phone, times: int = 5) -> Speaker:
    for _ in range(times):
        admin.types(f"/attendance code {phone.wrong_code}")
    return admin


def test_five_wrong_codes_lock_a_person_out(house: House, admin: Speaker, phone: Phone, college: College) -> None:
    guesses(admin, phone, 4).sees("You have 1 more try")
    guesses(admin, phone, 1).sees("too many wrong codes", "none until", "not even the right one")
    assert deeds(college) == [(ADMIN, "locked")]
    admin.types(f"/attendance code {phone.code}").sees("too many wrong codes")
    admin.types(SENSITIVE).fills("Code from your app", phone.code).presses("Confirm").sees("too many wrong codes")
    admin.presses("Close")
    house.clock.passes(minutes=15, seconds=1)
    admin.types(f"/attendance code {phone.code}").sees("The code is right")
    assert failures(college) == 0


def test_the_quarter_of_an_hour_ends_with_the_lock(house: House, admin: Speaker, phone: Phone) -> None:
    admin.types(f"/attendance code {phone.code}").types(SENSITIVE).sees("Reset the authenticator app")
    guesses(admin, phone).sees("too many wrong codes")
    admin.types(SENSITIVE).sees("This needs a code").does_not_see("is reset")


def test_a_reset_is_asked_first_and_checked_again_at_its_button(
    house: House, admin: Speaker, phone: Phone, college: College
) -> None:
    admin.types(f"/attendance code {phone.code}").types(SENSITIVE).sees("Reset the authenticator app of @Head?")
    assert "reset" not in [action for _, action in deeds(college)]
    house.clock.passes(minutes=16)
    admin.presses("Reset").sees("This needs a code")
    assert "reset" not in [action for _, action in deeds(college)]


def test_each_pause_is_twice_as_long(house: House, admin: Speaker, phone: Phone) -> None:
    for minutes in (15, 30, 60):
        guesses(admin, phone).sees("too many wrong codes")
        house.clock.passes(minutes=minutes - 1)
        admin.types(f"/attendance code {phone.code}").sees("too many wrong codes")
        house.clock.passes(minutes=1, seconds=5)
    admin.types(f"/attendance code {phone.code}").sees("The code is right")
    guesses(admin, phone).sees("too many wrong codes")
    house.clock.passes(minutes=15, seconds=5)
    admin.types(f"/attendance code {phone.code}").sees("The code is right")


def test_wrong_codes_count_wherever_they_are_typed(house: House, admin: Speaker, phone: Phone) -> None:
    admin.types(f"/attendance code {phone.wrong_code}").sees("4 more tries")
    admin.types("/attendance code abcd-efgh-ijkl-mnop").sees("3 more tries")
    admin.types("/attendance mfa").presses("Remove").fills("Code from your app", phone.wrong_code)
    admin.presses("Remove").sees("2 more tries").presses("Close")
    admin.types(SENSITIVE).fills("Code from your app", phone.wrong_code).presses("Confirm").sees("1 more try")
    admin.presses("Confirm").sees("too many wrong codes")


def test_wrong_codes_at_the_set_up_lock_it_too(house: House, admin: Speaker, college: College) -> None:
    phone = Phone(house).types_key(admin.types("/attendance mfa"))
    for _ in range(5):
        admin.fills("six digits", phone.wrong_code).presses("Confirm")
    admin.sees("too many wrong codes").fills("six digits", phone.code).presses("Confirm").sees("too many")
    admin.presses("Close").types("/attendance mfa").sees("too many wrong codes")
    house.clock.passes(minutes=15, seconds=5)
    admin.types("/attendance mfa").sees("Scan the QR code")


def test_where_codes_are_required_an_admin_without_an_app_is_shown_the_way(
    house: House, admin: Speaker, head: Speaker, college: College
) -> None:
    sets_up(house, head)
    requires_codes(college)
    admin.types(SENSITIVE).sees("Your college asks for a code from an authenticator app before this")
    admin.presses("Set it up now").sees("Scan the QR code")
    house.works()
    admin.fills("six digits", Phone(house).scans(admin).code).presses("Confirm").presses("Done")
    admin.types(SENSITIVE).presses("Reset").sees("is reset")


class Everything(logging.Handler):
    """Whatever any library or we would log, at any level."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture
def logged() -> Iterator[list[str]]:
    everything = Everything()
    loggers = [logging.getLogger(name) for name in ("", "attendance")]
    for logger in loggers:
        logger.addHandler(everything)
    yield everything.lines
    for logger in loggers:
        logger.removeHandler(everything)


@pytest.mark.usefixtures("head")
def test_no_secret_and_no_code_is_in_the_logs(house: House, admin: Speaker, logged: list[str]) -> None:
    phone, codes = sets_up(house, admin)
    used = [phone.next_code, phone.wrong_code, codes[0], "123 4567"]
    for code in used:
        admin.types(f"/attendance code {code}")
    house.clock.passes(minutes=16)
    admin.types(SENSITIVE).fills("Code from your app", codes[1]).presses("Confirm")
    jobs.drain(house.services, house.slack)
    text = "\n".join(logged)
    assert "mfa" in text
    assert [one for one in (phone.secret, *used, *codes) if one in text] == []
