"""A report as a message: its headline, a small table, how it went over time, and the buttons. Counts, never names."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.filelink import Shared
from bot.domain.report import Facts, Format, Kind, Made, Wanted
from bot.views.blocks import (
    Block,
    Message,
    Reader,
    actions,
    button,
    confirm,
    context,
    escaped,
    header,
    mention,
    paragraphs,
    section,
)
from bot.views.pressed import number_in, read_back
from bot.views.reportbuttons import DOWNLOAD, FRESH, REVOKE, SHORTAGE
from bot.views.reportfigures import headline, lines_said, table, what
from bot.views.trend import chart


def report(made: Made, reader: Reader, shared: Shared | None = None, *, plain: bool = False) -> Message:
    """For a channel. `plain`: in words, without the table and the chart, for a Slack that refuses those."""
    origin = f"{_origin(made, reader)} Names are in the file; the buttons give it only to those who may see them."
    blocks = [*_body(made, reader, plain), *_shared(shared, reader), *_buttons(made), context(origin)]
    return Message(" ".join(filter(None, [_said(made, reader), _link(shared, reader), origin])), blocks)


def private(
    made: Made, link: Message, reader: Reader, shared: Shared | None, notes: Sequence[str], *, plain: bool = False
) -> Message:
    """For whoever asked alone: what else they should know, the report, and their link."""
    told = [*_body(made, reader, plain), *_shared(shared, reader)]
    blocks = [*map(section, notes), *told, *link.blocks, *_buttons(made, is_private=True)]
    return Message(" ".join(filter(None, [*notes, _said(made, reader), _link(shared, reader), link.text])), blocks)


def no_link(made: Made, sentence: str) -> Message:
    """In place of the link to the file, why there is none yet. The sentence is not escaped yet."""
    text = f"The file of the {what(made.wanted)} is made, but I can't give you a link to it: {escaped(sentence)}"
    return Message(text, [section(text), actions(_fresh(made))])


def _said(made: Made, reader: Reader) -> str:
    return f"{escaped(made.wanted.title)}. {' '.join([_headline(made, reader), *lines_said(_facts(made))])}"


def _headline(made: Made, reader: Reader) -> str:
    return headline(_facts(made), made.wanted, (made.made_at or made.asked_at).astimezone(reader.zone).date())


def _body(made: Made, reader: Reader, plain: bool) -> list[Block]:
    facts = _facts(made)
    drawn = paragraphs("\n".join(lines_said(facts))) if plain else [*table(facts), *chart(facts)]
    return [header(made.wanted.title), section(_headline(made, reader)), *drawn]


def _facts(made: Made) -> Facts:
    if made.facts is None:
        raise ValueError("a report is drawn once it is made")
    return made.facts


def _buttons(made: Made, *, is_private: bool = False) -> list[Block]:
    """The file in each format, the one that was asked for first; `is_private`: a link to that one stands above."""
    number, wanted = str(made.report_id), made.wanted
    first = [] if is_private else [wanted.format]
    files = [
        button(_label(wanted, one), f"{DOWNLOAD}.{one.value}", number, "primary" if one is wanted.format else None)
        for one in (*first, *(other for other in Format if other is not wanted.format))
    ]
    rows = [actions(*files, block_id="report_files")]
    if not _facts(made).standing.counted:
        return rows
    fresh = [] if is_private else [_fresh(made)]
    short = [] if wanted.kind is Kind.SHORTAGE else [button("Shortage list", SHORTAGE, number)]
    return [*rows, actions(*fresh, *short, block_id="report_more")] if fresh or short else rows


def _fresh(made: Made) -> Block:
    return button("Get a fresh link", FRESH, f"{made.report_id} {made.wanted.format.value}")


def _label(wanted: Wanted, format_: Format) -> str:
    is_zip = wanted.is_many_sheets and format_ is not Format.XLSX
    return f"Download {format_.value.upper()}{' (ZIP)' if is_zip else ''}"


def _origin(made: Made, reader: Reader) -> str:
    when = reader.time(made.made_at or made.asked_at)
    if made.schedule_id is not None:
        return f"Comes by itself every week: `/attendance schedule`. Made {when}."
    return f"Asked for by {mention(made.asked_by)}, made {when}."


def _shared(shared: Shared | None, reader: Reader) -> list[Block]:
    """The link for everybody, with the button that ends it."""
    if shared is None:
        return []
    sure = confirm(
        "Let this link die?",
        "Nobody can open the file with it any more. Those who may see the class still have the buttons below.",
        "Revoke it",
        "Keep it",
    )
    revoke = button("Revoke the link", REVOKE, str(shared.link_id), "danger", sure)
    return [section(_link(shared, reader), revoke)]


def _link(shared: Shared | None, reader: Reader) -> str:
    """It asks nobody who they are, and says so."""
    if shared is None:
        return ""
    until = reader.time(shared.expires_at)
    return f"<{escaped(shared.url)}|Open the file>: works until {until} for everybody who has the link."


@read_back
def read_number(value: str) -> int:
    """The report behind a button."""
    return number_in(value)
