"""Who is at the demo college: its classes, its students by roll number, and the few who are on Slack."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.classcode import ClassCode
from bot.domain.role import Teaching

DOMAIN = "college.example"

CSE_2 = ClassCode("CSE", 2)
ECE_3_A = ClassCode("ECE", 3, "A")
ECE_3_B = ClassCode("ECE", 3, "B")
SCI_1 = ClassCode("SCI", 1)

# Given names and surnames of one region a line, so that they go together.
REGIONS = (
    ("Asha Dev Gopika Hari Lakshmi Madhav Nandini Sreejith Devika Unni Parvathy Vishnu", "Nair Menon Pillai Kurup"),
    ("Anbu Kavya Kumaran Meena Muthu Priya Selvi Senthil Tamizh Vetri Yazhini Ilango", "Raman Murugan Velan Durai"),
    ("Anil Bhavya Chaitra Darshan Kiran Nagesh Pavan Rohini Shruthi Suma Tejas Vinay", "Gowda Hegde Shetty Bhat"),
    ("Aruna Charan Divya Harsha Jyothi Lavanya Mahesh Naveen Padma Ravi Swathi Teja", "Reddy Rao Naidu Varma"),
    ("Aditi Amol Gauri Isha Mihir Nikita Onkar Prachi Rohan Sai Tanvi Yash", "Patil Joshi Kulkarni More"),
    ("Bhavin Chirag Dhara Foram Hetal Jignesh Kinjal Mitul Nirali Parth Riddhi Urvi", "Patel Shah Mehta Desai"),
    ("Amrit Baljit Gurleen Harpreet Jasleen Karan Manjit Navjot Param Simran Sukhman Tavleen", "Singh Kaur Gill Sidhu"),
    ("Abhishek Deepak Farah Imran Kajal Mohit Neha Pankaj Rashid Sadia Tarun Zoya", "Khan Ansari Qureshi Siddiqui"),
    ("Ananya Arnab Debjani Ishani Joy Moumita Partha Rituparna Sayan Sohini Tania Ujjal", "Sen Bose Ghosh Dutta"),
    ("Bhaskar Chitra Dipali Himanta Junmoni Lalthan Mala Nabin Peter Rini Rupam Wanda", "Bora Das Kalita Lyngdoh"),
)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One student, as the office would enter them."""

    roll_no: str
    name: str
    class_code: ClassCode

    @property
    def email(self) -> str:
        """The address the college gave them."""
        return f"{self.roll_no.lower()}@{DOMAIN}"


@dataclass(frozen=True, slots=True)
class SlackUser:
    """Somebody with an account in the stand-in Slack. `title` tells a visitor whom they are about to be."""

    user_id: str
    name: str
    title: str
    email: str
    email_confirmed: bool = True
    restricted: bool = False


def _names(round_: int) -> list[str]:
    """One full name for each given name, with another surname every round."""
    names = []
    for given, surnames in REGIONS:
        choices = surnames.split()
        names += [f"{one} {choices[(place + round_) % len(choices)]}" for place, one in enumerate(given.split())]
    return names


def _class(class_code: ClassCode, prefix: str, first: int, names: list[str]) -> list[Enrolled]:
    """A class in alphabetical order, as colleges number them."""
    return [Enrolled(f"{prefix}{first + place:03d}", name, class_code) for place, name in enumerate(sorted(names))]


def _everybody() -> tuple[Enrolled, ...]:
    older, younger = _names(0), _names(1)
    return (
        *_class(CSE_2, "21CSE", 1, older[::2]),
        *_class(ECE_3_A, "20ECE", 1, older[1::4]),
        *_class(ECE_3_B, "20ECE", 31, older[3::4]),
        *_class(SCI_1, "22SCI", 1, younger),
    )


STUDENTS = _everybody()
_BY_ROLL = {student.roll_no: student for student in STUDENTS}

MEERA, ARJUN, NIKHIL, OFFICE, GUEST = "U0MEERA", "U0ARJUN", "U0NIKHIL", "U0OFFICE", "U0GUEST"
COMFORTABLE, FIRST_VISIT, BORDERLINE, SHORT = "21CSE008", "21CSE017", "21CSE034", "21CSE042"
UNCONFIRMED = "22SCI007"
LATE_JOINER = "21CSE060"
LINKED = (COMFORTABLE, BORDERLINE, SHORT)

TEACHINGS = {
    MEERA: (Teaching(CSE_2, "DBMS"), Teaching(ECE_3_A, "Signals"), Teaching(ECE_3_A, "Networks")),
    ARJUN: (Teaching(CSE_2, "OS"), Teaching(SCI_1, "Physics"), Teaching(SCI_1, "Maths"), Teaching(ECE_3_B)),
    NIKHIL: (Teaching(CSE_2, "OS"),),
}


def account(roll_no: str) -> str:
    """The Slack user id of a student who has one."""
    return f"U{roll_no}"


def _student(roll_no: str, hint: str, email_confirmed: bool = True) -> SlackUser:
    student = _BY_ROLL[roll_no]
    title = f"student · {roll_no}, {hint}"
    return SlackUser(account(roll_no), student.name, title, student.email, email_confirmed)


ON_SLACK = (
    SlackUser(MEERA, "Meera Iyer", "teacher · CSE-2 DBMS, ECE-3-A", f"meera.iyer@{DOMAIN}"),
    SlackUser(ARJUN, "Arjun Rao", "teacher · CSE-2 OS, SCI-1, ECE-3-B", f"arjun.rao@{DOMAIN}"),
    _student(COMFORTABLE, "rarely absent"),
    _student(BORDERLINE, "on the line"),
    _student(SHORT, "often absent"),
    _student(FIRST_VISIT, "first time here"),
    _student(UNCONFIRMED, "e-mail not confirmed", email_confirmed=False),
    SlackUser(OFFICE, "College Office", "admin", f"office@{DOMAIN}"),
    SlackUser(NIKHIL, "Nikhil Das", "taught CSE-2 OS, the college ended his access", f"nikhil.das@{DOMAIN}"),
    SlackUser(GUEST, "Leela Thomas", "guest · not of the college", "leela@elsewhere.example", restricted=True),
)
