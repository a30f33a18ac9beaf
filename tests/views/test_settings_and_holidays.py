"""Guards the forms of the settings and the holidays: Slack takes them whatever a college keeps, and pings nobody."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.country import Place
from bot.domain.holiday import Altered, Found, LeftOut, Proposed
from bot.domain.percentage import Counting
from bot.domain.period import DateRange
from bot.domain.rollcall import Made
from bot.domain.rules import Changed, Rules
from bot.domain.ruling import fields_of
from bot.views import answers, holidays, settings
from bot.views.blocks import Reader
from bot.views.forms import FileSent, Filled, Form
from infra.local.slack.blockkit import check_message, check_view
from infra.local.slack.elements import first_state

NASTY = "<!channel> & <@U1> *bold* `x` " + "&" * 90
NAMES = {"plain": "Diwali", "nasty": NASTY, "tamil": "தீபாவளி " * 15, "emoji": "👩🏽‍🎓" * 20}
TODAY = date(2026, 11, 22)
READER = Reader("U1", TODAY, ZoneInfo("Asia/Kolkata"))
RULES = Rules(ZoneInfo("America/Argentina/ComodRivadavia"), Counting(), term=DateRange(TODAY, TODAY))
NOW = datetime(2026, 11, 22, 4, 32, tzinfo=UTC)


def assert_slack_takes(form: Form) -> None:
    check_view(form.payload)
    if form.instead:
        check_message(form.instead.payload)
    everything = json.dumps([form.payload["blocks"], form.instead and form.instead.payload], ensure_ascii=False)
    assert "<!channel>" not in everything
    assert "<@U1>" not in everything


@pytest.mark.parametrize("rules", [Rules(ZoneInfo("UTC")), RULES])
def test_the_settings_show_themselves_and_read_back(rules: Rules) -> None:
    form = settings.form(rules, 7, 29)
    assert_slack_takes(form)
    assert settings.filled(Filled(first_state(form.payload["blocks"]))) == fields_of(rules)
    assert settings.drawn(form.carries) == (7, fields_of(rules))


def test_the_form_of_another_version_has_other_fields() -> None:
    """Or Slack would keep what was typed, and not show what somebody else saved."""
    one = settings.form(RULES, 1, 0)
    other = settings.outdated(RULES, 2, 0, Made("U2", NOW, "settings"), READER)
    assert_slack_takes(other)
    fields = [
        {block["block_id"] for block in form.payload["blocks"] if block["type"] == "input"} for form in (one, other)
    ]
    assert len(fields[0]) == len(fields[1]) == 10
    assert not fields[0] & fields[1]


def test_what_changed_is_said() -> None:
    changed = Changed(Rules(ZoneInfo("UTC")), RULES)
    assert_slack_takes(settings.saved(changed))
    check_message(settings.changed(changed).payload)
    check_message(settings.changed(Changed(RULES, RULES)).payload)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("size", [0, 1, 30, 31, 500])
def test_any_number_of_holidays_of_any_name(size: int, name: str) -> None:
    days = {
        TODAY + timedelta(days=2 * number): f"{number} {name}"[:120] for number in range(-size // 2, size - size // 2)
    }
    seen: set[str] = set()
    for page in range(-(-size // holidays.A_PAGE) or 1):
        form = holidays.listing(days, READER, page, note="")
        assert_slack_takes(form)
        seen |= {block["accessory"]["value"] for block in form.blocks if "accessory" in block}
    assert len(seen) == len(days)
    assert_slack_takes(holidays.altered(Altered(days, days, frozenset(days)), False, READER))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("size", [0, 1, 100, 1200])
def test_any_number_of_days_to_add(size: int, name: str) -> None:
    days = {TODAY + timedelta(days=2 * number): name[:120] for number in range(size)}
    found = Found(days, DateRange(TODAY, TODAY + timedelta(900)), LeftOut(1, 2, 3, 4, 5))
    shown = Proposed(days, 3, frozenset(days), found)
    assert_slack_takes(holidays.of_country(shown, Place("Côte d'Ivoire", "CI", name, "XX"), READER))
    sent = FileSent("F1", name * 3, 10, "https://files.slack.com/files-pri/T1-F1/download/" + "x" * 300)
    form = holidays.of_file(shown, sent, READER)
    assert_slack_takes(form)
    assert holidays.read_file(form.carries).url == sent.url


def test_the_forms_to_add_with() -> None:
    for form in (holidays.add("1"), holidays.import_file("1"), holidays.by_country(RULES.term, READER, "1")):
        assert_slack_takes(form)


def test_a_holiday_today_is_said_in_place_of_what_is_due() -> None:
    reader = Reader("U1", TODAY, ZoneInfo("Asia/Kolkata"), NASTY)
    message = answers.due([], reader)
    check_message(message.payload)
    assert "<!channel>" not in json.dumps(message.payload)
