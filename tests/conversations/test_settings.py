"""The college's settings: what an admin changes holds at once, for everybody, in every instance of the bot."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, update

from bot.store.tables import authenticator, member, student
from bot.store.tables import college as rules
from infra.local.slack.tickets import Refused
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker

OTHER_ADMIN = "UHEAD"
REQUIRED = "required of every admin"
UNCHANGED = "Nothing was changed"


@pytest.fixture
def head(house: House, college: College) -> Speaker:
    """The other admin."""
    college.employs(OTHER_ADMIN, role="admin")
    return house.speaker(OTHER_ADMIN, "Head of department")


def entries(college: College) -> list[tuple[str, str]]:
    return [(entry.action, entry.changes) for entry in college.audited()]


def has_an_app(college: College, user_id: str, proven_until: datetime | None = None) -> None:
    now = college.clock.now()
    values = {"slack_user_id": user_id, "secret": "sealed", "begun_at": now, "confirmed_at": now}
    with college.database.begin() as tx:
        tx.execute(insert(authenticator), values | {"proven_until": proven_until})


def test_the_form_shows_what_the_environment_says(admin: Speaker) -> None:
    admin.types("/attendance settings").sees("Settings", "Threshold, in percent", "75", "65", "Asia/Kolkata")
    admin.sees("as present (1)", "is left out", "not required", "Holidays: 0 days")


def test_a_change_is_saved_said_and_audited(admin: Speaker, college: College) -> None:
    admin.types("/attendance settings").fills("Threshold", "80").fills("A late mark", "half (½)").presses("Save")
    admin.sees("Threshold: 75 % → 80 %", "Late: counts as present → counts half")
    admin.sees("Standings are counted by the new rules from now on")
    assert entries(college) == [
        ("edit", '{"threshold":["75 %","80 %"],"late":["counts as present","counts half"]}'),
    ]
    (entry,) = college.audited()
    assert (entry.actor, entry.source, entry.target, entry.target_id) == (ADMIN, "form", "college", "1")


def test_everything_in_the_form_is_kept(admin: Speaker, college: College) -> None:
    admin.types("/attendance settings").fills("Condonation", "60").fills("An excused mark", "counts as absent")
    admin.fills("On duty", "10").fills("Days for which", "3").fills("Time zone", "new york")
    admin.fills("First day of the term", "2026-07-01").fills("Last day of the term", "2026-11-30").presses("Save")
    admin.sees("Condonation line: 65 % → 60 %", "Excused: left out → counts as absent", "Edit window: 7 days → 3 days")
    admin.sees("On duty: no cap → counts 10 times at most", "Time zone: Asia/Kolkata → America/New", "30 Nov 2026")
    admin.types("/attendance settings").sees("60", "counts as absent", "10", "America/New", "2026-07-01", "2026-11-30")


def test_what_may_be_empty_can_be_emptied_again(admin: Speaker) -> None:
    admin.types("/attendance settings term 1 Jul 2026 - 30 Nov 2026").types("/attendance settings on duty 10")
    admin.types("/attendance settings").fills("On duty", "").fills("First day", None).fills("Last day", None)
    admin.presses("Save").sees("On duty: counts 10 times at most → no cap", "→ not set")


def test_nothing_is_written_when_nothing_changed(admin: Speaker, college: College) -> None:
    admin.types("/attendance settings").presses("Save").sees("Nothing was changed: the settings are like that already")
    assert (college.audited(), college.count(rules)) == ([], 0)


def test_every_wrong_value_is_said_at_its_field_at_once(admin: Speaker, college: College) -> None:
    admin.types("/attendance settings").fills("Condonation", "90").fills("Time zone", "Asia/Calcuta")
    admin.fills("First day of the term", "2026-11-30").fills("Last day of the term", "2026-07-01")
    admin.fills("Codes", REQUIRED).presses("Save")
    admin.sees("90 % is above the threshold of 75 %", "Do you mean 'Asia/Calcutta'?", "ends before it begins")
    admin.sees("Set up your own authenticator app first", "Settings")
    assert college.audited() == []
    admin.fills("Condonation", "70").fills("Time zone", "calcutta").fills("Last day of the term", "2026-12-20")
    admin.fills("Codes", "not required").presses("Save").sees("Condonation line: 65 % → 70 %")


def test_half_a_term_is_asked_for_its_other_half(admin: Speaker) -> None:
    admin.types("/attendance settings").fills("First day of the term", "2026-07-01").presses("Save")
    admin.sees("Only the first day of the term is set")


def test_numbers_slack_would_not_send_are_refused_at_their_fields(house: House, admin: Speaker) -> None:
    admin.types("/attendance settings")
    view = house.workspace.modal(ADMIN)
    assert view is not None
    names = {block["block_id"].partition(".")[0]: block["block_id"] for block in view.blocks if "element" in block}
    typed = {"threshold": "175", "condonation": "x", "cap": "-1", "window": "10000"}
    values = {names[name]: {"field": {"type": "number_input", "value": value}} for name, value in typed.items()}
    answer = forged.submit(house, ADMIN, "settings", values, view.body["private_metadata"])
    assert answer["errors"][names["threshold"]] == (
        "I can't take '175' here. Write a whole number from 0 to 100, as in '75'."
    )
    assert set(answer["errors"]) == {names[name] for name in typed}


def test_one_change_is_typed(admin: Speaker, college: College) -> None:
    admin.types("/attendance settings threshold 80").sees("Threshold: 75 % → 80 %", "counted by the new rules")
    admin.types("/attendance settings late 0").sees("Late: counts as present → counts as absent")
    admin.types("/attendance settings excused present").sees("Excused: left out → counts as present")
    admin.types("/attendance settings time zone dubai").sees("Time zone: Asia/Kolkata → Asia/Dubai", "This holds from")
    admin.types("/attendance settings edit window 14 days").sees("Edit window: 7 days → 14 days")
    admin.types("/attendance settings term 1 Jul 2026 - 30 Nov 2026").sees("Term: not set → 1 Jul 2026 – 30 Nov 2026")
    admin.types("/attendance settings threshold 80").sees(UNCHANGED)
    assert [entry.source for entry in college.audited()] == ["command"] * 6


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("treshold 80", "Did you mean threshold?"),
        ("colour blue", "I don't know a setting colour blue"),
        ("threshold", "What should threshold be?"),
        ("threshold eighty", "a whole number from 0 to 100"),
        ("threshold 101", "a whole number from 0 to 100"),
        ("threshold 60", "65 % is above the threshold of 60 %"),
        ("late often", "present, half or absent"),
        ("excused gladly", "is left out, or counts as present or absent"),
        ("term sometime", "I can't read sometime as a range of days"),
        ("term 2020-01-01..2026-01-01", "more likely a wrong year"),
        ("zone Atlantis", "I don't know a time zone Atlantis"),
        ("mfa maybe", "Write on or off"),
        ("mfa on", "Set up your own authenticator app first"),
    ],
)
def test_a_change_that_cannot_be_read_changes_nothing(
    admin: Speaker, college: College, typed: str, answer: str
) -> None:
    admin.types(f"/attendance settings {typed}").sees(answer)
    assert (college.audited(), college.count(rules)) == ([], 0)


def test_the_settings_are_read_as_a_message_when_slack_does_not_open_the_form(
    house: House, admin: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(*_: Any) -> str:
        raise Refused("expired_trigger_id")

    monkeypatch.setattr(house.workspace.tickets, "use_trigger", too_late)
    admin.types("/attendance settings").sees("Slack did not open the form", "Threshold: 75 %", "threshold 80")
    admin.reads_aloud("Edit window: 7 days", "Codes (MFA): not required")
    admin.types("/attendance holidays").sees("No holidays yet")


def test_somebody_who_saves_later_is_shown_what_the_other_saved(
    admin: Speaker, head: Speaker, college: College
) -> None:
    admin.types("/attendance settings").fills("Threshold", "80")
    head.types("/attendance settings").fills("Threshold", "85").fills("Time zone", "Dubai").presses("Save")
    admin.presses("Save").sees("Head of department saved other settings", "Nothing of yours was saved", "85", "Dubai")
    admin.does_not_see("80")
    admin.fills("Threshold", "82").presses("Save").sees("Threshold: 85 % → 82 %")
    assert len(college.audited()) == 2


def test_a_holiday_added_meanwhile_is_no_other_setting(admin: Speaker, house: House) -> None:
    admin.types("/attendance settings").fills("Threshold", "80").presses("Holidays").presses("Add a holiday")
    admin.fills("Name", "Founder's day").fills("Day", "2026-11-02").presses("Add").sees("Added")
    admin.presses("Close").sees("Settings").presses("Save").sees("Threshold: 75 % → 80 %")


def test_pressing_save_twice_saves_once(house: House, admin: Speaker, college: College) -> None:
    admin.types("/attendance settings").fills("Threshold", "80").presses("Save")
    house.workspace.deliver_again()
    admin.sees("Threshold: 75 % → 80 %")
    assert len(college.audited()) == 1


# At once, and everywhere


def test_a_change_holds_at_once_in_every_instance(house: House, admin: Speaker, college: College) -> None:
    asha = college.number_of("21CSE001")
    for number in range(4):
        college.held("CSE-2", college.today - timedelta(days=number + 2), {asha: "PPPA"[number]}, "DBMS")
    first, second = house.handler, house.another_entry()
    house._handler = second
    admin.types("/attendance student 21CSE001").sees("3/4 = 75.0 %, eligible")
    house._handler = first
    admin.types("/attendance settings threshold 76").sees("75 % → 76 %")
    house._handler = second
    admin.types("/attendance student 21CSE001").sees("3/4 = 75.0 %, condonable")
    admin.types("/attendance settings threshold 75").sees("76 % → 75 %")
    house._handler = first
    admin.types("/attendance student 21CSE001").sees("3/4 = 75.0 %, eligible")


def test_the_first_change_of_two_admins_at_once_wins(house: House, admin: Speaker, head: Speaker) -> None:
    """Both forms were drawn while the environment decided; neither finds a row to change."""
    first, second = house.handler, house.another_entry()
    admin.types("/attendance settings").fills("Threshold", "80")
    house._handler = second
    head.types("/attendance settings").fills("Threshold", "85").presses("Save").sees("75 % → 85 %")
    house._handler = first
    admin.presses("Save").sees("Head of department saved other settings", "85")
    admin.types("/attendance settings").sees("85")


def test_today_is_the_new_time_zones_at_once(house: House, admin: Speaker, college: College) -> None:
    ahead, behind = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")  # never the same day
    admin.types("/attendance settings time zone Kiritimati").types("/attendance mark CSE-2 DBMS")
    admin.sees(f"{college.clock.now().astimezone(ahead):%a} {college.clock.now().astimezone(ahead).day}")
    admin.types("/attendance settings time zone Pago Pago").types("/attendance mark CSE-2 DBMS")
    admin.sees(f"{college.clock.now().astimezone(behind):%a} {college.clock.now().astimezone(behind).day}")
    day = college.clock.now().astimezone(ahead).date()
    admin.types(f"/attendance mark CSE-2 DBMS {day.isoformat()}").sees("still to come")


def test_the_edit_window_holds_at_once(teacher: Speaker, admin: Speaker, college: College) -> None:
    old = (college.today - timedelta(days=5)).isoformat()
    teacher.types(f"/attendance mark CSE-2 {old}").sees("tick who is absent")
    admin.types("/attendance settings edit window 3")
    teacher.presses("Save attendance").sees("more than 3 days ago")
    assert college.marks() == {}


def test_this_term_is_read_once_it_is_set(house: House, admin: Speaker, college: College) -> None:
    moment = datetime(2026, 11, 22, 10, tzinfo=house.clock.zone)
    house.clock.passes(seconds=(moment - house.clock.now()).total_seconds())
    asha = college.number_of("21CSE001")
    college.held("CSE-2", date(2026, 6, 30), {asha: "A"}, "DBMS")
    college.held("CSE-2", date(2026, 7, 1), {asha: "P"}, "DBMS")
    admin.types("/attendance student 21CSE001 this term").sees("are not set yet", "/attendance settings")
    admin.types("/attendance settings term 1 Jul 2026 - 30 Nov 2026")
    admin.types("/attendance student 21CSE001 this term").sees("These days: 1/1 = 100.0 %", "In all: 1/2")
    admin.types("/attendance audit this term").sees("1 Jul – 30 Nov")


# Codes from an authenticator app


def test_codes_are_required_by_an_admin_with_an_app_only(admin: Speaker, college: College) -> None:
    admin.types("/attendance settings").fills("Codes", REQUIRED).presses("Save").sees("Set up your own authenticator")
    has_an_app(college, ADMIN)
    admin.presses("Save").sees("Codes (MFA): not required → required of every admin")


def test_where_codes_are_required_a_change_needs_one(admin: Speaker, college: College) -> None:
    has_an_app(college, ADMIN)
    admin.types("/attendance settings mfa on").sees("required of every admin")
    admin.types("/attendance settings threshold 80").sees("code")
    admin.types("/attendance settings").fills("Codes", "not required").presses("Save").sees("Code needed")
    admin.reloads().types("/attendance holidays").presses("Add a holiday").sees("Code needed")
    assert len(college.audited()) == 1
    with college.database.begin() as tx:
        tx.execute(update(authenticator).values(proven_until=college.clock.now() + timedelta(minutes=5)))
    admin.reloads().types("/attendance settings mfa off").sees("required of every admin → not required")


def test_where_codes_are_required_an_admin_without_an_app_is_told_to_set_one_up(
    admin: Speaker, head: Speaker, college: College
) -> None:
    has_an_app(college, ADMIN)
    admin.types("/attendance settings mfa on")
    head.types("/attendance settings mfa off").sees("/attendance mfa")
    assert len(college.audited()) == 1


# Who may


@pytest.fixture(params=["student", "teacher", "stranger"])
def outsider(request: pytest.FixtureRequest, house: House, college: College) -> Speaker:
    """Everybody who is no admin."""
    if request.param == "student":
        with college.database.begin() as tx:
            tx.execute(update(student).where(student.c.roll_no == "21CSE001").values(slack_user_id="UASHA"))
        return house.speaker("UASHA", "Asha")
    if request.param == "teacher":
        college.employs("UOTHER", ("ECE-3", ""))
        return house.speaker("UOTHER", "Another teacher")
    return house.speaker("USTRANGER", "Stranger")


REFUSED = {"UASHA": "Only admins can do that", "UOTHER": "Only admins can do that", "USTRANGER": "I don't know you yet"}


@pytest.mark.parametrize("typed", ["", " threshold 80", " mfa off", " nonsense"])
def test_nobody_else_sees_or_changes_the_settings(
    house: House, admin: Speaker, outsider: Speaker, college: College, typed: str
) -> None:
    outsider.types(f"/attendance settings{typed}").sees(REFUSED[outsider.user_id]).does_not_see("75", "65")
    assert (house.workspace.modal(outsider.user_id), college.audited()) == (None, [])


def test_nobody_else_sends_the_form(house: House, admin: Speaker, outsider: Speaker, college: College) -> None:
    admin.types("/attendance settings").fills("Threshold", "80")
    view = house.workspace.modal(ADMIN)
    assert view is not None
    values = house.workspace.board.inputs.current(ADMIN, view.id, view.blocks)
    answer = forged.submit(house, outsider.user_id, "settings", values, view.body["private_metadata"])
    assert REFUSED[outsider.user_id] in str(answer)
    assert "75" not in str(answer)
    assert (college.audited(), college.count(rules)) == ([], 0)


def test_rights_are_checked_again_when_the_form_is_sent(house: House, head: Speaker, college: College) -> None:
    head.types("/attendance settings").fills("Threshold", "80")
    with college.database.begin() as tx:
        tx.execute(update(member).values(role="teacher"))
    head.presses("Save").sees("Only admins can do that")
    assert college.audited() == []
