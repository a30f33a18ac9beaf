"""Guards the messages about staff and links: whatever a college holds, Slack takes them, and nobody is pinged."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.domain.appointed import RoleGiven, Staff, Stopped, Taught
from bot.domain.classcode import ClassCode
from bot.domain.directory import Account
from bot.domain.role import Member, Role, Teaching
from bot.domain.student import Student
from bot.domain.whom import StaffRequest
from bot.staffing import A_PAGE
from bot.views import links, staff
from bot.views.blocks import Message
from infra.local.slack.blockkit import check_message, check_view
from tests.views.test_every_message import NAMES, NASTY, READER

WIDEST = ClassCode("WWWWWWWWWW", 12, "WWWW")


def assert_slack_takes(message: Message) -> None:
    check_message(message.payload)
    shown = message.text + json.dumps(without_values(message.blocks), ensure_ascii=False)
    assert "<!channel>" not in shown
    assert "<@U1> &" not in shown


def without_values(part: Any) -> Any:
    """What a menu carries nobody sees."""
    if isinstance(part, list):
        return [without_values(one) for one in part]
    return {k: without_values(v) for k, v in part.items() if k != "value"} if isinstance(part, dict) else part


def taught(number: int) -> tuple[Teaching, ...]:
    return tuple(Teaching(WIDEST, f"{n:02}{NASTY}"[:60]) for n in range(number))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("classes", [0, 1, 3, 4, 40, 150])
@pytest.mark.parametrize("account", list(Account))
def test_a_full_page_of_staff(name: str, classes: int, account: Account) -> None:
    people = tuple(
        Member("W" * 30 + f"{n:02}", list(Role)[n % 3], name, bool(n % 4), account, taught(classes))
        for n in range(A_PAGE)
    )
    shown = Staff(people, 1, 3, 30, frozenset({people[0].slack_user_id}), StaffRequest(WIDEST, "W" * 32))
    assert_slack_takes(staff.staff_list(shown, READER, "somebody is an admin now"))


def test_a_list_of_nobody() -> None:
    for wanted in (StaffRequest(), StaffRequest(WIDEST), StaffRequest(slack_user_id="U9")):
        assert_slack_takes(staff.staff_list(Staff((), 0, 1, 0, frozenset(), wanted), READER))


@pytest.mark.parametrize("before", [None, *Role])
@pytest.mark.parametrize("after", list(Role))
@pytest.mark.parametrize("user", ["U1", "U2"])
def test_what_was_given_and_taken_away(before: Role | None, after: Role, user: str) -> None:
    given = RoleGiven(user, before, after, taught(40), taught(40), is_back=True)
    assert_slack_takes(staff.role_given(given, READER))
    assert_slack_takes(staff.role_given(RoleGiven(user, after, after, is_operators=True), READER))
    done = Taught(user, given, taught(40), taught(40), (WIDEST,) * 40, ((NASTY, NASTY),) * 40)
    assert_slack_takes(staff.taught(done, READER))
    check_view(staff.added_form(done, READER).payload)
    check_view(staff.added_form(Taught(user, given), READER).payload)
    assert_slack_takes(staff.stopped(Stopped(user, taught(40), taught(0)), READER))


def test_the_form() -> None:
    check_view(staff.add_form().payload)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("user", ["U1", "U2"])
def test_links(name: str, user: str) -> None:
    student = Student(1, "21CSE001", name, WIDEST, user)
    assert_slack_takes(links.linked(student, user, False, READER))
    assert_slack_takes(links.linked(student, user, True, READER))
    assert_slack_takes(links.taken(student, user, READER))
    assert_slack_takes(links.unlinked(student, user, READER))


def test_what_a_menu_carries_comes_back() -> None:
    for one in (Teaching(WIDEST), Teaching(ClassCode("AI&DS", 4), "B.2 & C++")):
        member = Member("U1", Role.TEACHER, teachings=(one,))
        block = staff.staff_list(Staff((member,), 2, 3, 30, frozenset(), StaffRequest(WIDEST)), READER).blocks[1]
        assert staff.read_row(block["block_id"]) == ("U1", 2, StaffRequest(WIDEST))
        chosen = [staff.read_choice({"selected_option": option}) for option in block["accessory"]["options"]]
        assert chosen == [Role.ADMIN, Role.STUDENT, one]
