"""Guards the messages of reports: whatever a college holds, Slack takes them, all is said in words, and no name is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.classcode import ClassCode
from bot.domain.filelink import Handed, Shared
from bot.domain.percentage import Standing
from bot.domain.period import DateRange
from bot.domain.report import Bands, Facts, Format, Kind, Line, Made, Point, Wanted
from bot.views import reportfigures, reportlinks, reportnotes, reports
from bot.views.blocks import Message, Reader
from bot.views.pressed import OldButton
from infra.local.slack.blockkit import check_message

DAYS = DateRange(date(2026, 11, 16), date(2026, 11, 22))
NOW = datetime(2026, 11, 22, 4, 32, tzinfo=UTC)
READER = Reader("U1", date(2026, 11, 22), ZoneInfo("Asia/Kolkata"))
NASTY = "<!channel>&*"
LONG = "ABCDEFGHI&"
URL = "https://attendance.example.edu/r/" + "a" * 36
SHARED = Shared(URL, 2**40, NOW + timedelta(days=7))
HANDED = Handed(
    2**40, Format.XLSX, "CSE-2 summary 2026-11-16 to 2026-11-22.xlsx", f"https://s3/?a=1&b={'c' * 900}", NOW
)
SIZES = (0, 1, 2, 15, 16, 60, 333)


def line(number: int, name: str = "", *, counted: int = 240, halves: int = 400, below: int | None = 7) -> Line:
    bands = None if below is None else Bands(53, below - 3, 3, 1)
    return Line(name or f"{LONG}-{number % 12 + 1}-{number}", 24, counted, halves, bands)


def facts(size: int, points: int = 12, **changes: Any) -> Facts:
    week = timedelta(days=7)
    trend = tuple(Point(DAYS.first + at * week, DAYS.last + at * week, 5000, 8000) for at in range(points))
    one = Facts(Bands(53, 4, 3), Standing(5000, 8420), 24, 3, "class", tuple(line(at) for at in range(size)), trend)
    return replace(one, **changes)


def made(told: Facts, kind: Kind = Kind.SUMMARY, format_: Format = Format.XLSX, code: str = "CSE-2") -> Made:
    wanted = Wanted(ClassCode.read(code) if code else None, DAYS, kind, format_)
    return Made(2**40, "U1", NOW, wanted, "C1", "folder", made_at=NOW, facts=told)


def blocks(message: Message, kind: str) -> list[Mapping[str, Any]]:
    return [block for block in message.blocks if block["type"] == kind]


def labels(message: Message) -> list[str]:
    return [one["text"]["text"] for row in blocks(message, "actions") for one in row["elements"]]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("plain", [False, True], ids=["drawn", "in words"])
@pytest.mark.parametrize("size", SIZES)
def test_slack_takes_a_report_of_any_college(size: int, plain: bool, kind: Kind) -> None:
    for code in ("CSE-2", "", "A&B-12-ABCD"):
        for shared in (None, SHARED):
            report = made(facts(size, points=min(size, 20)), kind, code=code)
            check_message(reports.report(report, READER, shared, plain=plain).payload)
            link = reportlinks.handed(HANDED, READER)
            notes = [reportnotes.shut_out("C1")]
            check_message(reports.private(report, link, READER, shared, notes, plain=plain).payload)


@pytest.mark.parametrize("message", [reportnotes.failed, lambda wanted: reportnotes.refused(wanted, NASTY)])
def test_slack_takes_what_goes_wrong(message: Any) -> None:
    for code in ("A&B-12-ABCD", "CSE-2"):
        check_message(message(made(facts(1), code=code).wanted).payload)
    check_message(reportnotes.unsure(made(facts(1)), 2**40).payload)
    check_message(reports.no_link(made(facts(1)), NASTY).payload)


@pytest.mark.parametrize("size", [0, 1, 20, 21, 333])
@pytest.mark.parametrize("everything", [True, False])
def test_the_classes_to_choose_from(size: int, everything: bool) -> None:
    classes = [ClassCode("A&B", at % 12 + 1, f"S{at}") for at in range(size)]
    message = reportnotes.offers(classes, everything, "the term")
    check_message(message.payload)
    assert labels(message).count("All classes") == everything
    assert len(labels(message)) <= 21


def test_the_headline_says_it_all() -> None:
    assert reportfigures.headline(facts(2), made(facts(2)).wanted, READER.today) == (
        "53 of 60 students are at 75 % or more; 7 are below, 3 of them short (under 65 %). Overall 4210/5000 = 84.2 %."
        " 24 roll calls, 3 marks missing."
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"bands": Bands(60)}, "All 60 students are at 75 % or more. Overall"),
        ({"bands": Bands(1)}, "The one student is at 75 % or more. Overall"),
        ({"bands": Bands(1, 1, 0)}, "1 of 2 students is at 75 % or more; 1 is below. Overall"),
        ({"bands": Bands(0, 0, 1)}, "0 of 1 student are at 75 % or more; 1 is below, and short (under 65 %)."),
        ({"bands": Bands(1, 0, 5)}, "1 of 6 students is at 75 % or more; 5 are below, all of them short (under 65 %)."),
        ({"bands": Bands(50, 0, 0, 1)}, "All 50 students are at 75 % or more. 1 student has no counted roll call."),
        ({"bands": Bands(50, 0, 0, 9)}, "9 students have no counted roll call."),
        ({"roll_calls": 1, "unmarked": 0}, "1 roll call, no mark missing."),
        ({"roll_calls": 1234, "unmarked": 1}, "1,234 roll calls, 1 mark missing."),
        ({"standing": Standing(10, 13, 40, 30)}, "at 40 % or more"),
    ],
)
def test_one_and_many_and_none(changes: Mapping[str, Any], said: str) -> None:
    assert said in reportfigures.headline(facts(2, **changes), made(facts(2)).wanted, READER.today)


@pytest.mark.parametrize(
    ("days", "roll_calls", "said"),
    [
        ((16, 21), 0, "No attendance was taken on these days."),
        ((16, 22), 0, "No attendance has been taken on these days yet."),
        ((21, 21), 0, "No attendance was taken on this day."),
        ((22, 22), 0, "No attendance has been taken on this day yet."),
        ((16, 21), 1, "Nothing is counted on these days: 1 roll call, 3 marks missing."),
        ((16, 30), 2, "Nothing is counted on these days yet: 2 roll calls, 3 marks missing."),
    ],
)
def test_nothing_counted_has_the_files_and_no_more(days: tuple[int, int], roll_calls: int, said: str) -> None:
    nothing = made(facts(0, 0, standing=Standing(0, 0), roll_calls=roll_calls))
    first, last = (date(2026, 11, day) for day in days)
    nothing = replace(nothing, wanted=replace(nothing.wanted, days=DateRange(first, last)))
    message = reports.report(nothing, READER)
    assert message.blocks[1]["text"]["text"] == said
    assert f" 2026. {said} " in message.text
    assert labels(message) == ["Download XLSX", "Download CSV", "Download PDF"]
    check_message(message.payload)


@pytest.mark.parametrize("share", [True, False])
def test_what_is_on_its_way_is_said_as_it_will_be(share: bool) -> None:
    wanted = replace(made(facts(2)).wanted, share=share)
    here, elsewhere = reportnotes.preparing(wanted, here=True), reportnotes.preparing(wanted, here=False)
    assert ("for everybody who sees it, as you asked" in here.text) is share
    assert ("comes to you alone" in here.text) is not share
    assert ("for everybody, as you asked" in elsewhere.text) is share
    assert "It comes to you in a direct message" in elsewhere.text
    assert "It comes here, in your" in reportnotes.preparing(wanted, here=False, is_direct=True).text


def test_what_is_read_aloud_is_what_is_drawn() -> None:
    told = facts(0, by="section", lines=(line(0, "CSE-2-A"), line(1, "CSE-2-B", counted=0, halves=0)))
    message = reports.report(made(told), READER, SHARED)
    for said in (
        "Summary of CSE-2, 16 – 22 Nov 2026. 53 of 60 students",
        "CSE-2-A: 24 roll calls, 200/240 = 83.3 %, 7 of 61 students below.",
        "CSE-2-B: 24 roll calls, no classes yet",
        "works until Sun 29 Nov 10:02 for everybody who has the link",
        "Asked for by <@U1>, made 10:02. Names are in the file; the buttons give it only to those who may see them.",
    ):
        assert said in message.text
    in_words = json.dumps(reports.report(made(told), READER, plain=True).blocks, ensure_ascii=False)
    assert "CSE-2-A: 24 roll calls, 200/240 = 83.3 %, 7 of 61 students below." in in_words


def test_the_table_has_numbers_that_sort_and_the_lowest_of_many_classes() -> None:
    lines = tuple(line(at, f"C{at}-1", halves=480 - at) for at in range(333))
    (table,) = blocks(reports.report(made(facts(0, lines=lines)), READER), "data_table")
    assert [cell["text"] for cell in table["rows"][0]] == [
        *("Class", "Percent", "Below 75 %", "Attended", "Students", "Roll calls")
    ]
    assert [row[0]["text"] for row in table["rows"][1:4]] == ["C332-1", "C331-1", "C330-1"]
    assert table["rows"][1][1] == {"type": "raw_number", "value": 30.8, "text": "30.8 %"}
    assert len(table["rows"]) == 16
    message = reports.report(made(facts(0, lines=lines)), READER)
    assert "Above are the 15 with the lowest attendance; 318 more classes are in the file." in message.text


def test_a_subject_has_no_bands_and_one_line_no_table() -> None:
    subjects = (line(0, "DBMS", below=None), line(1, "", below=None))
    named = tuple(replace(one, name=name) for one, name in zip(subjects, ("DBMS", ""), strict=True))
    (table,) = blocks(reports.report(made(facts(0, by="subject", lines=named)), READER), "data_table")
    assert [cell["text"] for cell in table["rows"][0]] == ["Subject", "Percent", "Attended", "Roll calls"]
    assert [row[0]["text"] for row in table["rows"][1:]] == ["DBMS", "No subject"]
    assert not blocks(reports.report(made(facts(1)), READER), "data_table")


@pytest.mark.parametrize("points", [0, 1])
def test_a_chart_needs_two_points(points: int) -> None:
    assert not blocks(reports.report(made(facts(2, points)), READER), "data_visualization")


@pytest.mark.parametrize("points", [2, 20])
def test_a_chart_has_the_line_to_reach_too(points: int) -> None:
    (drawn,) = blocks(reports.report(made(facts(2, points)), READER), "data_visualization")
    attendance, needed = drawn["chart"]["series"]
    assert len(attendance["data"]) == points
    assert (needed["name"], {one["value"] for one in needed["data"]}) == ("Needed: 75 %", {75})
    assert {one["value"] for one in attendance["data"]} == {80.0}


def test_days_on_which_nothing_counted_are_not_days_with_nought_percent() -> None:
    (first, second, *_) = facts(2).trend
    gap = Point(second.last, second.last, 0, 0)
    (drawn,) = blocks(reports.report(made(facts(2, trend=(first, gap, second))), READER), "data_visualization")
    assert [one["label"] for one in drawn["chart"]["series"][0]["data"]] == ["16 Nov", "23 Nov"]


def test_the_buttons_begin_with_the_format_that_was_asked_for() -> None:
    for format_ in Format:
        assert labels(reports.report(made(facts(2), format_=format_), READER))[0] == f"Download {format_.value.upper()}"
    summary = labels(reports.report(made(facts(2)), READER))
    assert summary[3:] == ["Get a fresh link", "Shortage list"]
    assert "Shortage list" not in labels(reports.report(made(facts(2), Kind.SHORTAGE), READER))
    zips = labels(reports.report(made(facts(2), Kind.REGISTER, code=""), READER))
    assert zips[:3] == ["Download XLSX", "Download CSV (ZIP)", "Download PDF (ZIP)"]


def test_what_comes_by_itself_pings_nobody() -> None:
    assert "<@U1>" in json.dumps(reports.report(made(facts(2)), READER).blocks)
    weekly = reports.report(replace(made(facts(2)), schedule_id=3), READER)
    assert "<@" not in json.dumps(weekly.blocks) + weekly.text
    assert "Comes by itself every week" in json.dumps(weekly.blocks)


def test_what_a_button_carries_comes_back() -> None:
    assert reports.read_number("17") == 17
    assert reportnotes.read_post("17 203") == (17, 203)
    for nonsense in ("", "x", "-1", "0", str(2**63), "17 203 1"):
        with pytest.raises(OldButton):
            reports.read_number(nonsense)
        with pytest.raises(OldButton):
            reportnotes.read_post(nonsense)
