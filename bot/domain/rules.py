"""The rules a college sets for itself: its time, its percentages, its term, and how long marks may be changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.percentage import FULL, HALF, NONE, Counting
from bot.domain.period import DateRange, said_short

LATE = {FULL: "counts as present", HALF: "counts half", NONE: "counts as absent"}
"""What a late mark is worth, in words."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What admins may change, all of it together. `mfa_required`: sensitive acts need a code from every admin."""

    zone: ZoneInfo
    counting: Counting = field(default_factory=Counting)
    edit_window: timedelta = timedelta(days=7)
    term: DateRange | None = None
    mfa_required: bool = False

    @property
    def said(self) -> dict[str, str]:
        """Each rule by its name, in words: what admins are shown, and what the audit keeps."""
        counting, days = self.counting, self.edit_window.days
        return {
            "time zone": self.zone.key,
            "threshold": f"{counting.threshold} %",
            "condonation line": f"{counting.condonation} %",
            "late": LATE[counting.late],
            "excused": _excused(counting),
            "on duty": "no cap" if counting.on_duty_cap is None else f"counts {counting.on_duty_cap} times at most",
            "edit window": f"{days} {'day' if days == 1 else 'days'}",
            "term": _term(self.term),
            "codes (MFA)": "required of every admin" if self.mfa_required else "not required",
        }


def _excused(counting: Counting) -> str:
    value = counting.excused.value
    return value if value == "left out" else f"counts as {value}"


def _term(term: DateRange | None) -> str:
    """With both years: a term is read long after it was written."""
    if term is None:
        return "not set"
    return " – ".join(f"{said_short(day, day)} {day.year}" for day in (term.first, term.last))


@dataclass(frozen=True, slots=True)
class Changed:
    """What the rules were for whoever changed them, and what they are now."""

    before: Rules
    after: Rules

    @property
    def differences(self) -> dict[str, tuple[str, str]]:
        """The rules that differ, by name: from what to what, in words."""
        after = self.after.said
        return {name: (was, after[name]) for name, was in self.before.said.items() if was != after[name]}

    @property
    def counts_anew(self) -> bool:
        """Whether standings come out otherwise than before."""
        return self.before.counting != self.after.counting
