"""A list that was checked, and a college that changed before its Apply: what is overtaken is shown, never written."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import update

from bot import importing
from bot.store.tables import job, student, student_import
from bot.views.imports import APPLY, IN_MESSAGE
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.lists import checks, large, listing, register, seats, sends, states, waiting
from tests.conversations.speaker import Speaker

NEW = "31CSE001,Nila Sen,CSE-1,nila@college.example,,"
AGAIN = "The college has changed since this file was checked, so nothing was written."


def test_what_another_import_did_meanwhile_is_no_difference(house: House, admin: Speaker, college: College) -> None:
    lines = NEW, "21CSE001,Asha Rao,CSE-3,,,"
    one = checks(house, listing(*lines), name="one.csv")
    two = checks(house, listing(*lines, "21CSE002,Bala Rao,CSE-2,,,"), name="two.csv")
    two.presses("Apply").sees("two.csv is applied: 3 rows: 1 new, 2 changed")
    one.presses("Apply")
    assert "one.csv is applied: 2 rows: 0 new, 0 changed, 2 unchanged" in one.screen()
    assert Counter(entry.action for entry in college.audited()) == {"add": 1, "move": 1, "edit": 1, "import": 1}


def test_an_email_taken_meanwhile_is_shown_and_nothing_is_written(
    house: House, admin: Speaker, college: College
) -> None:
    dm = checks(house, listing("31CSE002,Mira,CSE-1,,,", NEW))
    college.gives_email("21CSE009", "nila@college.example")
    dm.presses("Apply").sees("[file: students errors.csv]")
    dm.sees("[file: students errors.csv]")
    message = house.workspace.messages(ADMIN, dm.channel_id)[0]
    assert AGAIN in message.text
    assert "is already that of 21CSE009" in message.text
    assert b"Mira" not in dm.downloads("errors")
    assert b"3,31CSE001,Nila Sen,CSE-1" in dm.downloads("errors")
    assert ("31CSE002" in register(college), states(college)) == (False, ["refused"])


def test_a_student_removed_meanwhile_is_shown_and_nothing_is_written(
    house: House, admin: Speaker, college: College
) -> None:
    dm = checks(house, listing(NEW, "21CSE001,Asha Rao,CSE-2,,,"))
    admin.types("/attendance student remove 21CSE001").sees("was removed")
    dm.presses("Apply").sees(AGAIN, "1 returns who has been removed: 21CSE001", "(Apply)")
    assert register(college)["21CSE001"][0] == "Asha"
    dm.presses("Apply").sees("is applied: 2 rows: 1 new, 1 changed")
    assert register(college)["21CSE001"] == ("Asha Rao", "CSE-2", None, "", True)


def test_a_list_with_a_student_erased_meanwhile_is_thrown_away(house: House, admin: Speaker, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    wrong = "31CSE009,Mira,CSE-2,asha@college.example,,"
    checks(house, listing(wrong), name="wrong.csv")
    checks(house, listing("21CSE002,Bala Rao,CSE-2,,,"), name="other.csv")
    dm = checks(house, listing(NEW, "21CSE001,Asha Rao,CSE-2,,,"))
    admin.types("/attendance student erase 21CSE001").presses("Erase for good").sees("erased")
    dm.presses("Apply").sees("students.csv: A student of this list was erased after it was checked", "without them")
    assert "31CSE001" not in register(college)
    assert states(college) == ["refused", "checked", "dropped"]
    with college.database.reading() as tx:
        kept = [(row.parsed, row.outcome) for row in tx.execute(student_import.select())]
    assert (kept[0][0], kept[2][0]) == (None, None)
    assert not any("21CSE001" in outcome or "asha@college" in outcome for _, outcome in kept)
    sends(admin, listing("21CSE001,Asha Rao,CSE-2,,,"), name="again.csv").sees("1 row: 1 new")


def test_a_student_edited_meanwhile_is_shown_and_nothing_is_written(house: House, college: College) -> None:
    dm = checks(house, listing(NEW, "21CSE001,Asha Rao,CSE-2,,,"))
    with college.database.begin() as tx:
        tx.execute(update(student).where(student.c.roll_no == "21CSE001").values(name="A. Rao"))
    dm.presses("Apply").sees(AGAIN, "(Apply)")
    with college.database.begin() as tx:
        tx.execute(update(student).where(student.c.roll_no == "21CSE001").values(roll_no="21CSE101"))
    dm.presses("Apply").sees(AGAIN, "2 rows: 2 new, 0 changed")
    assert (register(college)["21CSE101"][0], "31CSE001" in register(college)) == ("A. Rao", False)


def test_a_list_that_waited_for_more_than_a_day_is_not_applied(house: House, college: College) -> None:
    dm = checks(house, listing(NEW))
    house.clock.passes(hours=25)
    importing.forget_old(house.services)
    dm.presses("Apply").sees("was discarded, or waited for more than a day. Send it again")
    assert "31CSE001" not in register(college)
    house.clock.passes(days=30)
    importing.forget_old(house.services)
    assert college.count(student_import) == 0
    dm.presses("Apply").sees("too old to be shown")


def test_the_next_day_it_is_applied_from_that_day(house: House, college: College) -> None:
    dm = checks(house, listing("21CSE002,Bala,CSE-3,,,"))
    house.clock.passes(hours=23)
    dm.presses("Apply").sees("is applied")
    assert seats(college, "21CSE002")[-1][:2] == ("CSE-3", college.today)


def test_work_done_twice_is_done_once(house: House, admin: Speaker, college: College) -> None:
    dm = checks(house, listing(NEW)).presses("Apply").sees("is applied")
    audited, shown = len(college.audited()), dm.last
    with college.database.begin() as tx:
        tx.execute(update(job).values(state="waiting", attempts=0))
    house.works()
    assert len(college.audited()) == audited
    assert dm.last.text == shown.text


def test_a_worker_that_never_came_back_gives_the_import_up(house: House, admin: Speaker, college: College) -> None:
    sends(admin, large(1500))
    house.works()
    admin.presses("See the result").presses("Apply").closes(everything=True)
    with college.database.begin() as tx:
        tx.execute(update(job).where(job.c.state == "waiting").values(state="failed"))
    house.clock.passes(days=2, minutes=1)
    importing.forget_old(house.services)
    assert states(college) == ["dropped"]
    assert timedelta(days=1) == importing.KEPT


def test_when_the_message_was_deleted_it_is_said_below(house: House, admin: Speaker, college: College) -> None:
    dm = checks(house, listing(NEW))
    house.workspace.board.remove(dm.last)
    (import_id,) = waiting(college)
    forged.press(house, ADMIN, APPLY, str(import_id), IN_MESSAGE)
    admin.sees("Applying students.csv")
    assert "31CSE001" in register(college)
