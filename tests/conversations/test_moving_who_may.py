"""Moving students is the office's: everybody else is refused, typed or pressed, and nothing is revealed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.store.tables import enrolment, promotion
from bot.views.moving import TAKE_BACK
from bot.views.promoting import LEAVE_IT, PROMOTE
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.phone import requires_codes
from tests.conversations.speaker import Speaker

TYPED = (
    "transfer 21CSE004 ECE-2",
    "transfer 21CSE999 ECE-2",
    "promote CSE-2 CSE-3",
    "promote ECE-4 ECE-5",
    "promote CSE-2 out",
    "promote",
    "split CSE-2 A 1-6 B rest",
    "transfer",
    "transfer 99999 X",
    "promote foo",
    "split CSE-2",
)


def student(house: House, college: College) -> Speaker:
    college.gives_email("21CSE001", "asha@college.example")
    return house.speaker("UASHA", "Asha", email="asha@college.example")


def teacher(house: House, college: College) -> Speaker:
    return house.speaker("UMEERA", "Meera Iyer")


def other_teacher(house: House, college: College) -> Speaker:
    college.employs("UARJUN", ("ECE-3", "Signals"))
    return house.speaker("UARJUN", "Arjun Rao")


def stranger(house: House, college: College) -> Speaker:
    return house.speaker("USTRANGER", "Stranger")


def deactivated_admin(house: House, college: College) -> Speaker:
    college.employs("UGONE", role="admin", active=False)
    return house.speaker("UGONE", "Gone")


REFUSED = {
    student: "Only admins can do that",
    teacher: "Only admins can do that",
    other_teacher: "Only admins can do that",
    stranger: "I don't know you yet",
    deactivated_admin: "I don't know you yet",
}
Somebody = Callable[[House, College], Speaker]


def books(college: College) -> list[object]:
    """Everything that moving would change."""
    with college.database.reading() as tx:
        return [*map(tuple, tx.execute(select(enrolment))), *map(tuple, tx.execute(select(promotion)))]


def moves_in(college: College) -> list[str]:
    return [entry.action for entry in college.audited() if entry.action != "link"]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("somebody", REFUSED)
def test_what_they_type_is_refused(house: House, college: College, somebody: Somebody, typed: str) -> None:
    house.speaker(ADMIN, "Office")
    before = books(college)
    somebody(house, college).types(f"/attendance {typed}").sees(REFUSED[somebody]).does_not_see("Dev", "12")
    assert (books(college), moves_in(college)) == (before, [])


@pytest.mark.parametrize("somebody", REFUSED)
def test_the_buttons_of_an_admin_are_refused_to_them(
    house: House, admin: Speaker, college: College, somebody: Somebody
) -> None:
    who = somebody(house, college).types("/attendance")
    admin.types("/attendance transfer 21CSE004 ECE-2")
    undo = value(admin, TAKE_BACK)
    admin.types("/attendance promote CSE-2 CSE-3")
    promote = value(admin, PROMOTE)
    admin.types("/attendance split CSE-2 A 1-6 B rest")
    split = value(admin, PROMOTE)
    before = books(college)
    for action_id, carried in ((TAKE_BACK, undo), (PROMOTE, promote), (PROMOTE, split)):
        forged.press(house, who.user_id, action_id, carried)
        who.sees(REFUSED[somebody]).does_not_see("Dev", "Chitra", "11 students")
    assert (books(college), moves_in(college)) == (before, ["move"])


@pytest.mark.parametrize(
    ("action_id", "carried"),
    [
        (PROMOTE, ""),
        (PROMOTE, "{}"),
        (PROMOTE, '{"from":["CSE",2,""],"on":"soon","why":"","shown":[1,2]}'),
        (TAKE_BACK, "x"),
        (TAKE_BACK, "999999"),
    ],
)
def test_a_button_that_was_never_drawn_does_nothing(
    house: House, admin: Speaker, college: College, action_id: str, carried: str
) -> None:
    admin.types("/attendance")
    forged.press(house, ADMIN, action_id, carried)
    admin.does_not_see("Sorry").sees("older message" if carried != "999999" else "can't find what this would undo")
    forged.press(house, ADMIN, LEAVE_IT)
    assert moves_in(college) == []


def value(admin: Speaker, action_id: str) -> str:
    """What the button of the newest message carries."""
    elements = (element for block in admin.last.blocks for element in block.get("elements", ()))
    return str(next(element["value"] for element in elements if element.get("action_id") == action_id))


def test_where_codes_are_required_a_promotion_and_its_undo_ask_for_one(
    house: House, admin: Speaker, college: College
) -> None:
    admin.types("/attendance promote CSE-2 CSE-3").presses("Promote 12 students")
    admin.types("/attendance promote CSE-3 CSE-4")
    requires_codes(college)
    admin.presses("Promote 12 students").sees("code from an authenticator app", "/attendance mfa")
    admin.types("/attendance promote").presses("Undo").sees("code from an authenticator app")
    admin.types("/attendance transfer 21CSE004 ECE-2").sees("21CSE004 Dev is in ECE-2")
    assert college.count(promotion) == 2
