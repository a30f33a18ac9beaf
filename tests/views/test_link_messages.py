"""Guards the messages around the files of reports: Slack takes them, whatever credentials sign and however many there
are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.classcode import ClassCode
from bot.domain.filelink import Handed, SharedLink
from bot.domain.period import DateRange
from bot.domain.report import Format, Kind, Wanted
from bot.views import reportlinks, sharedlinks
from bot.views.blocks import Reader
from infra.local.slack.blockkit import check_message

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
READER = Reader("U1", date(2026, 11, 22), ZoneInfo("Asia/Kolkata"))
WANTED = Wanted(ClassCode("AI&DS", 12, "A"), DateRange(date(2026, 6, 1), date(2026, 11, 30)), Kind.REGISTER)


def test_a_link_with_the_longest_signature_is_taken() -> None:
    url = "https://reports.s3.ap-south-1.amazonaws.com/" + "x" * 2900
    message = reportlinks.handed(Handed(7, Format.CSV, "a *b* <c>.csv", url, NOW + timedelta(minutes=15)), READER)
    check_message(message.payload)
    assert message.payload["text"] == "Your file: a ∗b∗ &lt;c&gt;.csv. The link works until 10:45, for whoever has it."
    assert not message.replaces


@pytest.mark.parametrize("count", [0, 1, 40, 41, 5000])
def test_any_number_of_shared_links_is_taken(count: int) -> None:
    one = SharedLink(7, 9, WANTED, Format.XLSX, "U2", NOW, NOW + timedelta(days=7), 12_345, NOW)
    message = sharedlinks.listing([one] * count, READER)
    check_message(message.payload)
    assert ("These are the newest 40" in message.text) == (count > 40)


@pytest.mark.parametrize(
    ("times", "said"), [(0, "not opened yet"), (1, "opened once 10:30"), (2, "opened 2 times, last")]
)
def test_a_shared_link_says_who_until_when_and_how_often(times: int, said: str) -> None:
    opened_at = NOW if times else None
    one = SharedLink(7, 9, WANTED, Format.XLSX, "U1", NOW, NOW + timedelta(days=7), times, opened_at)
    text = sharedlinks.listing([one], READER).payload["text"]
    assert "AI&amp;DS-12-A register 2026-06-01 to 2026-11-30.xlsx: shared by you 10:30" in text
    assert "works until Sun 29 Nov 10:30" in text
    assert said in text
