"""What people may type after `/attendance`, as help says it, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.role import Person
from bot.domain.words import Words, nearest


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One thing to type after `/attendance`. `usage` and `does` are what help says; `label` is on its button.

    `instead`: words people type in its place, and what they mean by them.
    """

    name: str
    usage: tuple[str, ...]
    does: str
    label: str
    staff: bool = False
    student: bool = False
    admin: bool = False
    instead: Mapping[str, str] = field(default_factory=dict)

    def is_for(self, person: Person) -> bool:
        """Whether this person may use it."""
        return (
            (self.staff and person.is_staff)
            or (self.admin and person.is_admin)
            or (self.student and person.student is not None)
        )


SUBCOMMANDS = (
    Subcommand(
        "mark",
        (
            "/attendance mark",
            "/attendance mark CSE-2",
            "/attendance mark CSE-2 DBMS yesterday period 3",
            "/attendance mark CSE-2 absent 4 11 23 late 7",
            "/attendance mark CSE-2 all present",
        ),
        "take attendance: tick who is absent, or type it; change what was saved",
        "Take attendance",
        staff=True,
    ),
    Subcommand(
        "student",
        ("/attendance student 21CSE042", "/attendance student 21CSE042 this month"),
        "see how one of your students stands",
        "",
        staff=True,
    ),
    Subcommand(
        "students",
        ("/attendance students", "/attendance students CSE-2"),
        "see who is in your classes; admins add, edit and import students there",
        "Students",
        staff=True,
    ),
    Subcommand(
        "report",
        (
            "/attendance report",
            "/attendance report CSE-2 last week",
            "/attendance report CSE-2 register this month pdf",
            "/attendance report CSE-2 shortage",
        ),
        "have a class added up, as a message where you are and as a file: Excel, CSV or PDF",
        "Reports",
        staff=True,
        instead=dict.fromkeys(("reports", "summary", "register", "shortage", "defaulters"), "report"),
    ),
    Subcommand(
        "report",
        (
            "/attendance report all this month",
            "/attendance report CSE-2 last week share",
            "/attendance report links",
        ),
        "have all classes added up; share a file with everybody in a channel, and see what is shared",
        "",
        admin=True,
    ),
    Subcommand(
        "schedule",
        (
            "/attendance schedule CSE-2 weekly",
            "/attendance schedule CSE-2 weekly fri 17:00 register pdf",
            "/attendance schedule",
            "/attendance schedule pause CSE-2",
            "/attendance schedule resume CSE-2",
            "/attendance schedule stop CSE-2",
        ),
        "have last week's report come by itself every week in the channel you type it in; see what comes",
        "",
        staff=True,
        instead=dict.fromkeys(("schedules", "weekly", "recurring"), "schedule"),
    ),
    Subcommand(
        "schedule",
        ("/attendance schedule all weekly mon 08:00 shortage",),
        "have a report of all classes come every week",
        "",
        admin=True,
    ),
    Subcommand(
        "students",
        ("/attendance students import",),
        "bring in a list of students from a CSV or Excel file; you see what it would do before it does anything",
        "",
        admin=True,
        instead=dict.fromkeys(("import", "import students", "upload"), "students import"),
    ),
    Subcommand(
        "student",
        (
            "/attendance student add 21CSE061 Asha Rao CSE-2",
            "/attendance student edit 21CSE042",
            "/attendance student remove 21CSE042",
            "/attendance student erase 21CSE042",
        ),
        "add, edit and remove one student; erase all that says who a student was",
        "",
        admin=True,
        instead={
            **{word: f"student {word}" for word in ("add", "edit", "remove", "erase")},
            **{f"{word} student": f"student {word}" for word in ("add", "edit", "remove", "erase")},
            "delete": "student remove",
        },
    ),
    Subcommand(
        "staff",
        ("/attendance staff", "/attendance staff CSE-2"),
        "see admins and teachers and what they take; add and change them",
        "Staff",
        admin=True,
    ),
    Subcommand(
        "role",
        ("/attendance role @arjun.rao admin", "/attendance role @arjun.rao student because retired"),
        "make somebody an admin or a teacher; student means no longer staff",
        "",
        admin=True,
    ),
    Subcommand(
        "teach",
        (
            "/attendance teach @arjun.rao CSE-2 Maths",
            "/attendance teach @arjun.rao CSE-2 DBMS, ECE-3-A Signals",
            "/attendance teach @arjun.rao stop CSE-2 OS",
        ),
        "say who takes which class in which subject",
        "",
        admin=True,
    ),
    Subcommand(
        "link",
        ("/attendance link @anil.hegde 22SCI007",),
        "tie somebody in Slack to their student record, where the e-mail did not",
        "",
        admin=True,
    ),
    Subcommand(
        "unlink",
        ("/attendance unlink 21CSE042",),
        "part a student and a Slack account",
        "",
        admin=True,
    ),
    Subcommand(
        "transfer",
        ("/attendance transfer 21CSE042 ECE-3-A", "/attendance transfer 21CSE042 ECE-3-A from tomorrow"),
        "move one student to another class, now or from a day on; marks stay where they were made",
        "",
        admin=True,
    ),
    Subcommand(
        "promote",
        (
            "/attendance promote CSE-2 CSE-3 from 1 Jul",
            "/attendance promote ECE-3 out from 1 Jul",
            "/attendance promote",
        ),
        "move a whole class, or let it leave: you see first who goes; alone: undo what was moved lately",
        "",
        admin=True,
        instead={"undo": "promote"},
    ),
    Subcommand(
        "split",
        ("/attendance split CSE-2 A 1-30 B 31-60", "/attendance split CSE-2 A 1-30 B rest from tomorrow"),
        "split a class into sections by roll numbers; you see first who goes where",
        "",
        admin=True,
    ),
    Subcommand(
        "audit",
        ("/attendance audit", "/attendance audit CSE-2 this week", "/attendance audit 21CSE042 file"),
        "see who changed what, from what to what, when and why",
        "Audit",
        admin=True,
    ),
    Subcommand(
        "jobs",
        ("/attendance jobs",),
        "see what is done behind the answers: what runs, what waits, what was given up; try that again",
        "",
        admin=True,
    ),
    Subcommand(
        "mfa",
        ("/attendance mfa", "/attendance mfa reset @meera.iyer"),
        "set up an authenticator app, move it to another phone, remove it; reset the one of an admin who lost theirs",
        "",
        admin=True,
        instead={"reset": "mfa reset"},
    ),
    Subcommand(
        "code",
        ("/attendance code 123456",),
        "give the code your authenticator app shows, good for 15 minutes of what needs one",
        "",
        admin=True,
    ),
    Subcommand(
        "settings",
        ("/attendance settings", "/attendance settings threshold 80"),
        "change how your college counts, its term, time zone and edit window",
        "Settings",
        admin=True,
    ),
    Subcommand(
        "holidays",
        ("/attendance holidays",),
        "see, add and take out holidays, one by one, from a calendar file or of a country",
        "",
        admin=True,
    ),
    Subcommand(
        "me",
        ("/attendance me", "/attendance me this month", "/attendance me 1 Nov - 20 Nov"),
        "see your own attendance and how many classes you can miss",
        "My attendance",
        student=True,
    ),
    Subcommand(
        "export-me",
        ("/attendance export-me",),
        "get everything the college keeps on your attendance, as a file",
        "",
        student=True,
    ),
)


def offered(person: Person) -> tuple[Subcommand, ...]:
    """What this person may use."""
    return tuple(one for one in SUBCOMMANDS if one.is_for(person))


def meant(words: Words, person: Person) -> str | None:
    """What this person may use that is nearest to what they typed: `student remove` for `remove 21CSE042`."""
    instead = {word: what for one in offered(person) for word, what in one.instead.items()}
    said = instead.get(" ".join(words.items[:2]).lower())
    known = {**instead, **{one.name: one.name for one in offered(person)}, "help": "help"}
    close = nearest(words.first, known)
    return said or (known[close] if close else None)
