"""Guards what is said of weekly reports: Slack takes all of it, in words too, whatever classes are called."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.domain.classcode import ClassCode
from bot.domain.report import Format, Kind
from bot.domain.schedule import Done, How, Listed, Schedule, State, Turn, Weekly, Why
from bot.views import schedules
from bot.views.blocks import Message, Reader
from bot.views.pressed import OldButton
from infra.local.slack.blockkit import check_message

READER = Reader("U1", date(2026, 11, 25), ZoneInfo("Asia/Kolkata"))
CODES = (None, ClassCode("CSE", 2), ClassCode("AI&DS", 12, "LONG"))
CHANNELS = ("C0123456789", "U1", "U2")
MONDAY = date(2026, 11, 30)


def one(
    code: ClassCode | None = CODES[1],
    channel: str = "C1",
    state: State = State.ACTIVE,
    why: Why = Why.ASKED,
    kind: Kind = Kind.SUMMARY,
    schedule_id: int = 7,
) -> Schedule:
    weekly = Weekly(code, Turn(), kind, Format.PDF)
    return Schedule(schedule_id, weekly, channel, "U2", datetime(2026, 11, 1, tzinfo=UTC), MONDAY, state, why)


def assert_slack_takes(message: Message) -> None:
    check_message(message.payload)
    assert message.text
    assert "AI&DS" not in message.text


@pytest.mark.parametrize(("code", "channel"), list(product(CODES, CHANNELS)))
def test_every_message_there_is(code: ClassCode | None, channel: str) -> None:
    active = one(code, channel)
    done = Done(active, None, MONDAY)
    for how in How:
        assert_slack_takes(schedules.announced((active, MONDAY), how, "U2", READER.today))
    assert_slack_takes(schedules.already(done, READER))
    assert_slack_takes(schedules.told_later(done, READER))
    for state, here in product(State, (True, False)):
        assert_slack_takes(schedules.turned(Done(one(code, channel, state), active, MONDAY), READER, here))
        assert_slack_takes(schedules.card(Done(one(code, channel, state), active, MONDAY), "U2", READER))
    assert_slack_takes(schedules.replaced(active))
    assert_slack_takes(schedules.paused_here(active))
    for state, why, reason in product(State, Why, ("not_in_channel", "is_archived", "restricted_action", "")):
        stuck = one(code, channel, state, why)
        assert_slack_takes(schedules.paused_by_itself(stuck, reason, READER))
        assert_slack_takes(schedules.shut_out(stuck, "AI`DS <!channel> weekly", READER, reason))


@pytest.mark.parametrize("count", [0, 1, 15, 16, 300])
def test_a_list_of_any_length(count: int) -> None:
    coming = tuple((one(CODES[2], schedule_id=number), MONDAY) for number in range(count))
    shown = Listed(coming[: count // 2], coming[count // 2 :], frozenset(range(count)))
    for page in range(max(1, -(-count // schedules.A_PAGE))):
        assert_slack_takes(schedules.listed(shown, READER, page, "Paused by <@U1>."))
    last = schedules.listed(shown, READER, 10_000)
    assert last.blocks == schedules.listed(shown, READER, max(0, -(-count // schedules.A_PAGE) - 1)).blocks


def test_nobody_is_pinged_by_what_was_typed() -> None:
    message = schedules.shut_out(one(state=State.STOPPED), "<!channel> weekly", READER)
    assert "<!channel>" not in message.text + str(message.blocks)


def test_what_a_button_carries_comes_back() -> None:
    assert schedules.read_button("17") == (17, None)
    assert schedules.read_button("17 0") == (17, 0)
    with pytest.raises(OldButton):
        schedules.read_button("x")
