"""The words a person typed after `/attendance`, made plain before anything reads them."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MENTION = r"<[@#!][^<>]*>"
QUOTES = "“”„‟″«»"
QUOTED = rf'["{QUOTES}][^"{QUOTES}<>]+["{QUOTES}]'
WORD = re.compile(rf"{MENTION}|{QUOTED}|(?:(?!{MENTION})[^\s,，])+")
BREAKS = ",，;；\n"
BREAK = re.compile(rf"{MENTION}|{QUOTED}|[{BREAKS}]")
USER = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
DASHES = "‐‑‒–—―−"  # phones and word processors put these where a person typed a hyphen
INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff"  # Slack wraps mentions in some of these
FOLDED = str.maketrans(
    {
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys(QUOTES, '"'),
        **dict.fromkeys(INVISIBLE),
        "…": "...",
    }
)
LIST_MARKS = str.maketrans(dict.fromkeys(",;:", " "))  # words are split at these unless they are quoted
LONGEST_COMPARED = 40  # comparing costs the square of the length; no command is longer


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed. `items` are the words, smart punctuation folded; `typed` is the text with only Slack undone.

    `<@U123|name>` is one word, whatever stands in the name, and so is `"Physics, Lab"`, which keeps its quotes. Letters
    keep the case they were typed in.
    """

    typed: str = ""
    items: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Words:
        """The words of a command's `text` as Slack sends it: `&amp; &lt; &gt;` undone, split at space and comma.

        Not inside quotes. Never raises.
        """
        return cls._split(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))

    @classmethod
    def _split(cls, typed: str) -> Words:
        """The words of a text whose Slack escapes are already undone."""
        return cls(typed, tuple(filter(None, (folded(word) for word in WORD.findall(typed)))))

    @property
    def first(self) -> str:
        """The first word in lower case, `""` when nothing was typed."""
        return self.items[0].lower() if self.items else ""

    @property
    def rest(self) -> Words:
        """All but the first word."""
        for match in WORD.finditer(self.typed):
            if folded(match.group()):
                return self._split(self.typed[match.end() :])
        return Words()

    @property
    def parts(self) -> tuple[Words, ...]:
        """What stands between commas and semicolons, those inside quotes and mentions aside; never an empty part."""
        cuts = [match.span() for match in BREAK.finditer(self.typed) if match.group() in BREAKS]
        starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(self.typed)]
        parts = (self._split(self.typed[start:end]) for start, end in zip(starts, ends, strict=True))
        return tuple(part for part in parts if part)

    def upto(self, end: int) -> Words:
        """The words in the first `end` characters of `typed`."""
        return self._split(self.typed[:end])

    def __iter__(self) -> Iterator[str]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def folded(text: str) -> str:
    """Curly quotes straight, every dash a hyphen, invisible characters gone. Spaces and letters stay."""
    return text.translate(FOLDED)


def compatible(text: str) -> str:
    """One way to write each character: NFKC (full-width digits become digits), punctuation folded."""
    return unicodedata.normalize("NFKC", folded(unicodedata.normalize("NFKC", text)))


def plain(text: str) -> str:
    """`compatible`, and every run of white space (NBSP too) is one space, none around."""
    return " ".join(compatible(text).split())


def same_subject(one: str, other: str) -> bool:
    """Whether two texts name one subject: the same but for case, white space and the marks `,` `;` `:`."""
    return _subject_key(one) == _subject_key(other)


def _subject_key(subject: str) -> str:
    return plain(plain(subject).translate(LIST_MARKS)).casefold()


def mentioned_user(word: str) -> str | None:
    """The Slack user id in a mention: `U123` from `<@U123|asha>` or `<@U123>`; None for any other word."""
    match = USER.fullmatch(word)
    return match[1] if match else None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like the typed one, any case (`mrak` -> `mark`); None when nothing is close."""
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower()[:LONGEST_COMPARED], by_lower, n=1)
    return by_lower[close[0]] if close else None
