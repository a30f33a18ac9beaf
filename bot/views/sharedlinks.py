"""The bot's own links to files: which work, how often they were opened, and a button that ends each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.filelink import SharedLink
from bot.views.blocks import Block, Message, Reader, button, confirm, context, header, section, unformatted
from bot.views.pressed import number_in, read_back
from bot.views.reportbuttons import REVOKE

MOST = 40
"""Links in one message, each with its button."""
IN_LIST = "list"
"""`report_revoke.list`: the button stands in the list, and not below a report."""


def listing(links: Sequence[SharedLink], reader: Reader) -> Message:
    """Those that work, newest first, each with a button that ends it."""
    if not links:
        text = "No shared link works now. The word `share` makes one, as in `/attendance report CSE-2 share`."
        return Message(text, [section(text)])
    shown, more = links[:MOST], len(links) - MOST
    count = "1 shared link works" if len(links) == 1 else f"{len(links)} shared links work"
    lines = [_line(one, reader) for one in shown]
    blocks: list[Block] = [header("Shared links")]
    blocks += [section(line, _revoke(one)) for line, one in zip(lines, shown, strict=True)]
    note = f"{count} now, for everybody who has them."
    note += f" These are the newest {MOST}; revoke some to see the others." if more > 0 else ""
    return Message(f"Shared links. {note} {' '.join(lines)}", [*blocks, context(note)])


def revoked(name: str) -> Message:
    """A link that leads nowhere any more."""
    text = (
        f"The link to *{unformatted(name)}* is revoked: it leads nowhere any more. Whoever may read the report still"
        " gets the file from its buttons."
    )
    return Message(text, [section(text)], replaces=False)


def _line(one: SharedLink, reader: Reader) -> str:
    opened = "not opened yet"
    if one.opened and one.opened_at:
        times = "once" if one.opened == 1 else f"{one.opened:,} times, last"
        opened = f"opened {times} {reader.time(one.opened_at)}"
    return (
        f"*{unformatted(one.name)}*: shared by {reader.name(one.made_by)} {reader.time(one.made_at)}, works until"
        f" {reader.time(one.expires_at)}, {opened}."
    )


def _revoke(one: SharedLink) -> Block:
    sure = confirm("Revoke this link?", "Nobody can open the file with it any more.", "Revoke it", "Keep it")
    return button("Revoke", f"{REVOKE}.{IN_LIST}", str(one.link_id), "danger", sure)


@read_back
def read_link(value: str) -> int:
    """The link behind a button."""
    return number_in(value)


def is_in_list(action_id: str) -> bool:
    """Whether the pressed button stands in the list."""
    return action_id.partition(".")[2] == IN_LIST
