"""Holidays: added, imported and taken out by admins; on them nothing is marked, and nothing marked counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.store.tables import college as rules
from bot.store.tables import holiday, member, student
from bot.views.holidays import APPLY_COUNTRY, APPLY_FILE, BY_COUNTRY, IMPORT
from infra.local.slack.people import User
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker

DIWALI = date(2026, 11, 8)
NEVER = "Only admins can do that"


def calendar(*days: tuple[date, str], name: str = "") -> bytes:
    """A calendar file as Google writes it."""
    events = [
        f"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{day:%Y%m%d}\r\nDTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}\r\n"
        f"DTSTAMP:20260114T065210Z\r\nUID:{number}@google.com\r\nSUMMARY:{called}\r\nEND:VEVENT\r\n"
        for number, (day, called) in enumerate(days)
    ]
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


def kept(college: College) -> dict[date, str]:
    with college.database.reading() as tx:
        return {row.date: row.name for row in tx.execute(select(holiday))}


def keeps(college: College, *days: tuple[date, str]) -> None:
    """Holidays, as an admin made them earlier."""
    with college.database.begin() as tx:
        tx.execute(insert(holiday), [{"date": day, "name": name} for day, name in days])
        found = tx.execute(select(rules.c.version)).scalar_one_or_none()
    assert found is None, "before anything else"


@pytest.fixture
def november(house: House) -> House:
    """It is Sunday, 22 November 2026, ten in the morning."""
    moment = datetime(2026, 11, 22, 10, tzinfo=house.clock.zone)
    house.clock.passes(seconds=(moment - house.clock.now()).total_seconds())
    return house


@pytest.fixture
def office(november: House, college: College) -> Speaker:
    return november.speaker(ADMIN, "Office")


def add(speaker: Speaker, name: str, first: date, last: date | None = None) -> Speaker:
    speaker.presses("Add a holiday").fills("Name", name).fills("Day", first.isoformat())
    if last:
        speaker.fills("Last day", last.isoformat())
    return speaker.presses("Add")


def test_a_college_begins_without_holidays(office: Speaker) -> None:
    office.types("/attendance holidays").sees("No holidays yet", "Add a holiday", "From a calendar file")


def test_a_holiday_is_added_and_listed_by_month(office: Speaker, college: College) -> None:
    office.types("/attendance holidays")
    add(office, "Diwali", DIWALI).sees(
        "Added: Sun 8 Nov: Diwali", "November 2026", "1 day. No attendance is taken on it"
    )
    add(office, "Onam <b> & *Pookalam*", date(2026, 8, 25), date(2026, 8, 28)).sees(
        "(4 days)", "August 2026", "5 days. No attendance is taken on them"
    )
    assert [(e.actor, e.source, e.action, e.target, e.target_id, e.changes) for e in college.audited()][:2] == [
        (ADMIN, "form", "add", "holiday", "2026-11-08", '{"name":[null,"Diwali"]}'),
        (ADMIN, "form", "add", "holiday", "2026-08-25", '{"name":[null,"Onam <b> & *Pookalam*"]}'),
    ]
    assert len(kept(college)) == 5


def test_a_holiday_added_again_is_renamed(office: Speaker, college: College) -> None:
    office.types("/attendance holidays")
    add(office, "Divali", DIWALI)
    add(office, "Diwali", DIWALI).sees("Sun 8 Nov: Diwali")
    add(office, "Diwali", DIWALI).sees("These are holidays already", "Nothing was changed")
    assert kept(college) == {DIWALI: "Diwali"}
    assert [(entry.action, entry.changes) for entry in college.audited()] == [
        ("add", '{"name":[null,"Divali"]}'),
        ("edit", '{"name":["Divali","Diwali"]}'),
    ]


def test_days_that_make_no_sense_are_said_at_their_fields(office: Speaker, college: College) -> None:
    office.types("/attendance holidays")
    add(office, "Diwali", DIWALI, DIWALI - timedelta(1)).sees("ends before it begins", "Add a holiday")
    office.fills("Last day", "2036-11-08").fills("Name", "\u200b").presses("Add")
    office.sees("more than a year", "Say what the holiday is called")
    assert kept(college) == {}
    office.fills("Last day", None).fills("Name", "Diwali").presses("Add").sees("Added: Sun 8 Nov: Diwali")


def test_the_form_is_empty_the_next_time(office: Speaker) -> None:
    office.types("/attendance holidays")
    add(office, "Deepavali", DIWALI)
    office.presses("Add a holiday").does_not_see("Deepavali", "2026-11-08").presses("Back to the list").sees(
        "Deepavali"
    )


def test_a_holiday_is_taken_out_with_all_its_days(office: Speaker, college: College) -> None:
    keeps(college, *((date(2026, 12, day), "Winter") for day in range(21, 32)), (DIWALI, "Diwali"))
    office.types("/attendance settings threshold 76").types("/attendance holidays")
    office.sees("21 Dec – 31 Dec: Winter (11 days)").presses("Remove", beside="Winter")
    assert "counts again" in office.asked
    office.sees("Taken out: 21 Dec – 31 Dec: Winter (11 days)", "1 day.")
    assert kept(college) == {DIWALI: "Diwali"}
    assert (college.audited()[-1].action, college.audited()[-1].changes) == ("remove", '{"name":["Winter",null]}')


def test_a_holiday_somebody_else_took_out_is_gone_already(november: House, office: Speaker, college: College) -> None:
    keeps(college, (DIWALI, "Diwali"))
    college.employs("UHEAD", role="admin")
    head = november.speaker("UHEAD", "Head")
    office.types("/attendance settings threshold 76").types("/attendance holidays")
    head.types("/attendance holidays").presses("Remove", beside="Diwali")
    office.presses("Remove", beside="Diwali").sees("taken out already", "No holidays yet")
    assert len([entry for entry in college.audited() if entry.target == "holiday"]) == 1


def test_many_holidays_are_paged_and_begin_where_the_next_one_is(office: Speaker, college: College) -> None:
    first = date(2025, 1, 6)
    keeps(college, *((first + timedelta(days=7 * week), f"Break {week}") for week in range(140)))
    office.types("/attendance settings threshold 76").types("/attendance holidays")
    office.sees("140 days", "Break 98", "November 2026").presses("Earlier").sees("Break 60").does_not_see("Break 98")
    office.presses("Later").presses("Later").sees("Break 139").does_not_see("Later")


def test_words_after_holidays_are_not_passed_over(office: Speaker) -> None:
    office.types("/attendance holidays 8 Nov Diwali").sees("I can't read 8 Nov Diwali after holidays")


# What it means for marks


@pytest.fixture
def marked(college: College, november: House) -> int:
    """Asha was marked for four days, absent on Diwali; her id."""
    asha = college.number_of("21CSE001")
    for day, letter in ((5, "P"), (6, "P"), (7, "P"), (8, "A")):
        college.held("CSE-2", date(2026, 11, day), {asha: letter}, "DBMS")
    return asha


def test_what_was_marked_on_a_holiday_counts_no_longer_and_the_why_says_so(
    office: Speaker, college: College, marked: int
) -> None:
    office.types("/attendance student 21CSE001").sees("3/4 = 75.0 %", "As of Sun 8 Nov")
    office.types("/attendance holidays")
    add(office, "Diwali", DIWALI).sees("Attendance was taken on 8 Nov: it counts no longer")
    office.reloads().types("/attendance student 21CSE001").sees("3/3 = 100.0 %", "DBMS: absent, but a holiday")
    office.sees("As of Sat 7 Nov; nothing waits to be marked", "· cancelled, a holiday or not marked yet")
    office.presses("Why").sees("3/3 = 100.0 % counted", "absent, does not count: a holiday: Diwali")
    office.types("/attendance holidays").presses("Remove").sees("it counts again")
    assert "Attendance of this day can be taken" in office.asked
    office.reloads().types("/attendance student 21CSE001").sees("3/4 = 75.0 %").does_not_see("holiday:")


def test_a_roll_call_without_a_mark_does_not_wait_on_a_holiday(office: Speaker, college: College) -> None:
    college.held("CSE-2", DIWALI, {}, "DBMS")
    office.types("/attendance student 21CSE001").sees("1 not marked yet")
    office.types("/attendance holidays")
    add(office, "Diwali", DIWALI)
    office.reloads().types("/attendance student 21CSE001").sees("no classes yet", "nothing waits to be marked")
    office.presses("Why").sees("not marked, does not count: a holiday: Diwali")


def test_a_holiday_is_not_marked_by_anybody(november: House, office: Speaker, college: College) -> None:
    meera = november.speaker("UMEERA", "Meera")
    office.types("/attendance holidays")
    add(office, "Founder's <day>", date(2026, 11, 20))
    office.reloads()
    for speaker in (meera, office):
        speaker.types("/attendance mark CSE-2 DBMS 20 Nov").sees("Fri 20 Nov is a holiday: Founder's <day>")
        speaker.sees("/attendance holidays")
        speaker.types("/attendance mark CSE-2 DBMS 20 Nov absent 4 because it was held").sees("is a holiday")
    assert (college.marks(), college.roll_calls()) == ({}, [])


def test_a_roster_drawn_before_the_day_became_a_holiday_is_not_saved(
    november: House, office: Speaker, college: College
) -> None:
    meera = november.speaker("UMEERA", "Meera")
    meera.types("/attendance mark CSE-2").ticks("Dev")
    office.types("/attendance holidays")
    add(office, "Founder's day", date(2026, 11, 22))
    meera.presses("Save attendance").sees("Today is a holiday: Founder's day")
    meera.presses("Class cancelled").sees("Today is a holiday")
    assert college.marks() == {}


def test_a_card_of_a_day_that_became_a_holiday_changes_nothing_more(
    november: House, office: Speaker, college: College
) -> None:
    meera = november.speaker("UMEERA", "Meera")
    meera.types("/attendance mark CSE-2 absent 4").sees("1 absent: 04 Dev")
    office.types("/attendance holidays")
    add(office, "Founder's day", date(2026, 11, 22))
    for press in ("Undo", "Change"):
        meera.presses(press).sees("Today is a holiday: Founder's day")
    meera.chooses("Late", beside="Dev").sees("Today is a holiday")
    assert college.marks()["21CSE004"] == "A"


def test_on_a_holiday_nothing_is_due(november: House, office: Speaker, college: College) -> None:
    meera = november.speaker("UMEERA", "Meera")
    meera.types("/attendance mark").sees("Your classes today", "not taken yet")
    office.types("/attendance holidays")
    add(office, "Founder's _day_", date(2026, 11, 22))
    meera.types("/attendance mark").sees("Today is a holiday: Founder's", "/attendance mark CSE-2 yesterday")
    meera.does_not_see("not taken yet")
    meera.opens_home().sees("Today is a holiday: Founder's").does_not_see("not taken yet")


# From a calendar file


def upload(speaker: Speaker, name: str, content: bytes) -> Speaker:
    speaker.types("/attendance holidays").presses("From a calendar file").uploads("Calendar file", name, content)
    return speaker.presses("Look into it")


def test_a_calendar_file_is_shown_then_added(office: Speaker, college: College, marked: int) -> None:
    keeps(college, (date(2026, 12, 25), "Christmas"))
    office.types("/attendance settings threshold 76")
    content = calendar(
        (DIWALI, "Deepavali"), (date(2026, 12, 25), "Xmas"), (date(2026, 11, 24), "Guru Nanak"), (date(2036, 1, 1), "x")
    )
    upload(office, "india.ics", content).sees("india.ics", "3 days: 2 new, 1 there already", "Sun 8 Nov: Deepavali")
    office.sees("Attendance was taken on 8 Nov: it would count no longer", "1 before or after these days")
    assert len(kept(college)) == 1
    office.presses("Add 2 days").sees("Added: Sun 8 Nov: Deepavali; Tue 24 Nov: Guru Nanak", "it counts no longer")
    assert kept(college)[date(2026, 12, 25)] == "Christmas"
    assert {entry.source for entry in college.audited() if entry.target == "holiday"} == {"import"}
    upload(office.reloads(), "india.ics", content).sees("3 days: 0 new, 3 there already").does_not_see("(Add")


def test_days_added_meanwhile_are_added_once(november: House, office: Speaker, college: College) -> None:
    college.employs("UHEAD", role="admin")
    head = november.speaker("UHEAD", "Head")
    upload(office, "a.ics", calendar((DIWALI, "Deepavali"), (date(2026, 11, 24), "Guru Nanak")))
    head.types("/attendance holidays")
    add(head, "Diwali", DIWALI)
    office.presses("Add 2 days").sees("Added: Tue 24 Nov: Guru Nanak").sees("Sun 8 Nov: Diwali")
    assert kept(college) == {DIWALI: "Diwali", date(2026, 11, 24): "Guru Nanak"}


@pytest.mark.parametrize(
    ("name", "content", "answer"),
    [
        ("page.ics", b"<!DOCTYPE html><html><body>Sign in</body></html>", "it is a web page"),
        ("list.ics", b"date,name\n2026-11-08,Diwali\n", "it is no calendar"),
        ("zip.ics", b"PK\x03\x04rest", "it is a ZIP file"),
        ("empty.ics", b"", "it is empty"),
        ("big.ics", b"BEGIN:VCALENDAR\r\n" + b"X" * 10_000_000, "it has 10.0 MB, and more than 1 MB"),
        ("cut.ics", calendar((DIWALI, "Diwali"))[:-60], "is damaged or breaks off"),
        ("broken.ics", b"BEGIN:VCALENDAR\nno line of a calendar\nEND:VCALENDAR\n", "damaged"),
        ("none.ics", calendar(), "a calendar without any entry"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_at_its_field(
    office: Speaker, college: College, name: str, content: bytes, answer: str
) -> None:
    upload(office, name, content).sees(f"I can't read '{name}'", answer, "Look into it").does_not_see("*")
    assert office.screen().count("In Google Calendar") == 1
    assert (kept(college), college.audited()) == ({}, [])


def test_a_file_slack_does_not_hand_over_is_asked_for_again(november: House, office: Speaker, college: College) -> None:
    content = calendar((DIWALI, "Diwali"))
    office.types("/attendance holidays").presses("From a calendar file").uploads("Calendar file", "a.ics", content)
    november.workspace.files._files.clear()
    office.presses("Look into it").sees("Slack did not hand me 'a.ics'", "Look into it")
    assert college.audited() == []


# Of a country


def of_country(speaker: Speaker, country: str, region: str = "", when: str = "2026") -> Speaker:
    speaker.types("/attendance holidays").presses("Of a country").fills("Country", country)
    return speaker.fills("State or region", region).fills("When", when).presses("Show them")


def test_the_holidays_of_a_state_are_shown_then_added(office: Speaker, college: College) -> None:
    of_country(office, "india", "kerala").sees("Kerala, India", "Diwali (Deepavali)", "Onam", "1 Jan – 31 Dec")
    assert kept(college) == {}
    office.presses("Add").sees("Added:", "December 2026")
    assert "Onam" in kept(college)[date(2026, 8, 26)]
    of_country(office.reloads(), "IN", "KL").sees("0 new")


def test_the_term_is_offered_once_it_is_set(office: Speaker) -> None:
    office.types("/attendance settings term 1 Jul 2026 - 30 Jun 2027")
    of_country(office, "Nepal", when="the term, 1 Jul 2026 – 30 Jun 2027").sees("Nepal", "Jun 2027")


@pytest.mark.parametrize(
    ("country", "region", "answer"),
    [
        ("Indai", "", "I don't know the holidays of 'Indai'. Do you mean 'India'?"),
        ("Wonderland", "", "the name of the country in English"),
        ("India", "Kerela", "a part of India called 'Kerela'. Do you mean 'Kerala'?"),
        ("Nepal", "Bagmati", "a part of Nepal called 'Bagmati'"),
    ],
)
def test_a_country_nobody_knows_is_said_at_its_field(
    office: Speaker, college: College, country: str, region: str, answer: str
) -> None:
    of_country(office, country, region).sees(answer, "Show them")
    assert kept(college) == {}


# Who may


@pytest.fixture(params=["student", "teacher", "stranger"])
def outsider(request: pytest.FixtureRequest, november: House, college: College) -> Speaker:
    """Everybody who is no admin."""
    keeps(college, (DIWALI, "Diwali"))
    if request.param == "student":
        with college.database.begin() as tx:
            tx.execute(update(student).where(student.c.roll_no == "21CSE001").values(slack_user_id="UASHA"))
        return november.speaker("UASHA", "Asha")
    if request.param == "teacher":
        college.employs("UOTHER", ("ECE-3", ""))
        return november.speaker("UOTHER", "Another teacher")
    return november.speaker("USTRANGER", "Stranger")


def refusal(speaker: Speaker) -> str:
    return "I don't know you yet" if speaker.user_id == "USTRANGER" else NEVER


@pytest.mark.parametrize("typed", ["holidays", "holidays 8 Nov Diwali"])
def test_nobody_else_sees_the_holidays(november: House, outsider: Speaker, typed: str) -> None:
    outsider.types(f"/attendance {typed}").sees(refusal(outsider)).does_not_see("Diwali: ", "8 Nov:")
    assert november.workspace.modal(outsider.user_id) is None


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("holidays.open", "on top"),
        ("holidays.1", "1"),
        ("holiday_remove", "2026-11-08.2026-11-08"),
        ("holiday_add", "holiday_add"),
        ("holiday_file", "holiday_file"),
        ("holiday_country", "holiday_country"),
    ],
)
def test_nobody_else_presses_a_button_of_theirs(
    november: House, outsider: Speaker, college: College, action: str, value: str
) -> None:
    forged.press(november, outsider.user_id, action, value)
    outsider.sees(refusal(outsider))
    assert november.workspace.modal(outsider.user_id) is None
    assert (kept(college), college.audited()) == ({DIWALI: "Diwali"}, [])


def chosen(value: str) -> Mapping[str, Any]:
    return {"field": {"type": "static_select", "selected_option": {"value": value}}}


def written(value: str) -> Mapping[str, Any]:
    return {"field": {"type": "plain_text_input", "value": value}}


def forms(house: House) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Every form of the holidays, filled in as an admin would: its name, its values, what it carries."""
    file = house.workspace.upload(ADMIN, "a.ics", calendar((date(2026, 12, 25), "Christmas")))
    days = {"first": {"field": {"type": "datepicker", "selected_date": "2026-12-25"}}, "name": written("Christmas")}
    yield "holiday_add", days, ""
    yield IMPORT, {"file": {"field": {"type": "file_input", "files": [file]}}}, ""
    yield APPLY_FILE, {}, f'["{file["id"]}","a.ics",{file["size"]},"{file["url_private_download"]}"]'
    yield BY_COUNTRY, {"country": written("India"), "years": chosen("2026-01-01.2026-12-31")}, ""
    yield APPLY_COUNTRY, {}, '["India","IN","","","2026-01-01","2026-12-31"]'


@pytest.mark.parametrize("number", range(5))
def test_nobody_else_sends_a_form_of_theirs(
    november: House, outsider: Speaker, college: College, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    name, values, carries = list(forms(november))[number]
    fetched: list[User] = []
    monkeypatch.setattr(november.workspace.files, "find", lambda file_id: fetched.append(file_id))
    november.speaker(ADMIN, "Office")
    answer = forged.submit(november, outsider.user_id, name, values, carries)
    assert refusal(outsider) in str(answer)
    assert "Christmas" not in str(answer)
    assert (kept(college), college.audited(), fetched) == ({DIWALI: "Diwali"}, [], [])


@pytest.mark.parametrize("number", range(5))
def test_an_admin_sends_the_same_forms_and_they_work(
    november: House, office: Speaker, college: College, number: int
) -> None:
    """Or else the test above would prove nothing."""
    name, values, carries = list(forms(november))[number]
    answer = forged.submit(november, ADMIN, name, values, carries)
    assert answer["response_action"] == "update"
    assert "Christmas" in str(answer)


def test_rights_are_checked_again_when_a_form_is_sent(november: House, college: College) -> None:
    college.employs("UHEAD", role="admin")
    head = november.speaker("UHEAD", "Head").types("/attendance holidays").presses("Add a holiday")
    with college.database.begin() as tx:
        tx.execute(update(member).values(role="teacher"))
    head.fills("Name", "Diwali").fills("Day", "2026-11-08").presses("Add").sees(NEVER)
    assert kept(college) == {}
