"""The XML inside workbooks as a stream, read by the standard library's expat; nothing is fetched, nothing grows.

Why no library reads workbooks here: of 20,000 students (a file of 0.8 MB) this takes 0.7 s, openpyxl 1.6 s and
python-calamine 0.13 s. But calamine makes room for every cell up to the last: a file of 1 KB with one cell far out ends
the whole process, and another one kept openpyxl busy until it was stopped after a minute. Here only what is there costs
anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from bot.domain.table import MOST_IN_CELL, DamagedFile
from bot.formats.archive import PIECE, Archive

LONGEST_TAG = 4 * PIECE  # bytes; of an unfinished tag or comment every piece is looked at again with the next
MOST_NAMES = 10_000  # of tags and attributes, which expat keeps; workbooks use a few hundred
DEEPEST = 100
LONGEST_WRITTEN = len("_x000D_") * MOST_IN_CELL  # characters, of a text that may be short enough to be read
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Handlers:
    """What a part's elements are given to. Whoever overrides these calls them, as they count how deep it is."""

    def __init__(self) -> None:
        self.depth = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = _refuse

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1

    def end(self, name: str) -> None:
        self.depth -= 1


def parsed(archive: Archive, part: str, handlers: Handlers) -> Iterator[None]:
    """Gives a part to the handlers, and comes back to you after every piece. Raises UnreadableFile.

    A ValueError or LookupError in a handler means the part is damaged.
    """
    parser = handlers.parser
    fed = 0
    try:
        for piece in archive.pieces(part):
            parser.Parse(piece, False)
            fed += len(piece)
            unfinished = fed - parser.CurrentByteIndex
            if unfinished > LONGEST_TAG or handlers.depth > DEEPEST or len(parser.intern) > MOST_NAMES:
                raise DamagedFile(archive.name)
            yield
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):
        raise DamagedFile(archive.name) from None
    yield


def started(archive: Archive, part: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every element of a small part: the name of the one it is in, its own, and its attributes; without prefixes."""
    handlers = _Started()
    for _ in parsed(archive, part, handlers):
        yield from handlers.found
        handlers.found.clear()


class _Started(Handlers):
    def __init__(self) -> None:
        super().__init__()
        self.inside = [""]
        self.found: list[tuple[str, str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        self.found.append((self.inside[-1], local(name), {local(key): text for key, text in attributes.items()}))
        self.inside.append(local(name))

    def end(self, name: str) -> None:
        super().end(name)
        self.inside.pop()


def local(name: str) -> str:
    """A name without its prefix: `sheet` of `x:sheet`."""
    return name.rpartition(":")[2]


def joined(pieces: list[str]) -> str:
    """The text of a cell, cut where it is longer than any is read; `_x000D_` is the character of that number."""
    text = "".join(pieces)[: MOST_IN_CELL + 1]
    return ESCAPED.sub(_unescaped, text) if "_x" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def _refuse(*_: object) -> None:
    """Entities of its own: a workbook never declares any, an attack does."""
    raise ValueError("a workbook declares no document type")
