"""Guards the PDF reports: what is printed is all there, page by page, and every name in its own script, well shaped."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.domain.classcode import ClassCode
from bot.domain.percentage import Standing, Tally
from bot.domain.report import Column, Format, Head, Kind, Row, Sheet
from bot.formats.lettering import LATIN, Lettering
from bot.formats.report_layout import FOOT, HEIGHT, MARGIN, ROOM, SIGNED, Layout
from bot.formats.report_table import Table, one_line
from bot.formats.reports import content_type
from bot.formats.shaping import FOLDER
from tests.formats.glyphs import drawn, shaped
from tests.formats.reported import ATTACKS, DAYS, columns, head, marked, row, sheet, written

PAGE = re.compile(r"Page (\d+) of (\d+)")
SIGNED_BY = "Class teacher Head of department Date"
SCRIPTS = {
    # a vowel sign that goes in front of its consonant, conjuncts, marks above and below
    "Devanagari": ("Deva", "प्रिया क्षत्रिय कृष्णमूर्ति"),
    "Tamil": ("Taml", "தமிழ்ச்செல்வி கௌரி ஸ்ரீ"),
    "Telugu": ("Telu", "శ్రీనివాస్ వెంకటేశ్వర్లు"),
    "Kannada": ("Knda", "ಶ್ರೀನಿವಾಸ ಕೃಷ್ಣಮೂರ್ತಿ"),
    "Malayalam": ("Mlym", "ശ്രീക്കുട്ടി കൃഷ്ണൻ"),
    "Bengali": ("Beng", "শ্রেয়া চট্টোপাধ্যায়"),
    "Gujarati": ("Gujr", "શ્રેયા ક્ષત્રિય"),
    "Gurmukhi": ("Guru", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ"),
    "Oriya": ("Orya", "ଶ୍ରୀନିବାସ ମିଶ୍ର"),
    "OlChiki": ("Olck", "ᱥᱟᱱᱛᱟᱲᱤ"),
    "MeeteiMayek": ("Mtei", "ꯃꯅꯤꯄꯨꯔ"),
    "Arabic": ("Arab", "محمد علی خان"),
}


def read(folder: Path, head: Head, *sheets: Sheet) -> PdfReader:
    return PdfReader(written(folder, head, *sheets)[Format.PDF])


def lines(page: object) -> list[str]:
    """The lines of a page as they are read off it."""
    return [" ".join(line.split()) for line in page.extract_text().splitlines()]  # type: ignore[attr-defined]


def of_students(page: object) -> list[str]:
    return [line for line in lines(page) if re.match(r"21CSE\d{3} ", line)]


def fonts(reader: PdfReader) -> set[str]:
    found = reader.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    embedded = [font.get_object() for font in found]
    assert all("/FontFile2" in font["/FontDescriptor"] for font in embedded)
    names = [font["/BaseFont"] for font in embedded]
    assert all(re.match(r"/[A-Z]{6}\+Noto", name) for name in names)  # parts of fonts
    return {name.partition("+")[2] for name in names}


def test_a_summary_reads_line_by_line(tmp_path: Path) -> None:
    reader = read(tmp_path, head(Kind.SUMMARY), sheet([row(1), row(2, "José D’Souza", Tally())]))
    (page,) = reader.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)  # A4 on its side
    found = lines(page)
    assert found[:3] == [
        "Summary of CSE-2, 1 – 22 Nov 2026",
        "Made on 22 Nov 2026 at 18:30 by Dr. Meera Iyer.",
        "Eligible from 75 %, condonable from 65 %, short below. Late counts as half, excused is left out.",
    ]
    header = " ".join(found)
    assert "Roll no Name Class Present Absent Late Excused On duty Not marked Counted Attended % Band" in header
    assert of_students(page) == [
        "21CSE001 Asha Rao CSE-2-A 40 3 1 2 4 5 48 44.5 92.7 eligible",
        "21CSE002 José D’Souza CSE-2-A 0 0 0 0 0 0 0 0 no classes yet",
    ]
    assert found[-2:] == ["Summary of CSE-2, 1 – 22 Nov 2026 Page 1 of 1", SIGNED_BY]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (found[0], "Dr. Meera Iyer")
    assert reader.metadata.creation_date_raw == "D:20261122183000"


def test_a_shortage_list_says_what_each_must_attend(tmp_path: Path) -> None:
    found = read(tmp_path, head(Kind.SHORTAGE), sheet([row(1, tally=Tally(5, 5))])).pages[0]
    assert of_students(found) == ["21CSE001 Asha Rao CSE-2-A 5 5 0 0 0 0 10 5 50.0 short 10"]
    assert "Must attend: how many roll calls in a row bring a student back to 75 %." in lines(found)


def test_a_wide_register_goes_on_to_the_right_with_the_names_on_every_page(tmp_path: Path) -> None:
    letters = {number: "".join("PALEO·"[(number * 7 + at) % 6] for at in range(120)) for number in range(60)}
    rows = [marked(number, text) for number, text in letters.items()]
    reader = read(tmp_path, head(Kind.REGISTER), sheet(rows, columns(120)))
    pages = len(reader.pages)
    assert [PAGE.search(page.extract_text()).groups() for page in reader.pages] == [  # type: ignore[union-attr]
        (str(number), str(pages)) for number in range(1, pages + 1)
    ]
    seen: dict[str, str] = {}
    for page in reader.pages:
        found = lines(page)
        assert found[0] == "Register of CSE-2, 1 – 22 Nov 2026"
        assert found[3] == "P present, A absent, L late, E excused, O on duty, · not marked."
        assert any(line.startswith("Roll no Name") for line in found)
        for line in of_students(page):
            roll_no, _, text = line.partition(" Asha Rao ")
            seen[roll_no] = f"{seen.get(roll_no, '')} {text.removeprefix('CSE-2-A ')}"
    for one in rows:
        counts, standing = one.tally, one.standing
        figures = (counts.present, counts.absent, counts.late, counts.excused, counts.on_duty, counts.unmarked)
        assert seen[one.roll_no].split() == [
            *letters[int(one.roll_no[-3:])],
            *map(str, figures),
            *(str(standing.counted), standing.fraction.partition("/")[0], standing.percent[:-2], standing.band),
        ]


def test_each_roll_call_is_dated_on_the_page_it_stands_on(tmp_path: Path) -> None:
    calls = tuple(Column(date(2026, 7, 1) + timedelta(at), "2", f"S{at:03}", "B") for at in range(80))
    reader = read(tmp_path, head(Kind.REGISTER), sheet([marked(1, "P" * 80)], calls))
    found = [
        part
        for page in reader.pages
        for part in re.findall(r"(\d\d)\s+(\w{3})\s+P2\s+B\s*(S\d{3})", page.extract_text())
    ]
    assert found == [(f"{call.on:%d}", f"{call.on:%b}", call.subject) for call in calls]


def test_only_the_last_page_is_signed(tmp_path: Path) -> None:
    reader = read(tmp_path, head(Kind.SUMMARY), sheet(map(row, range(100))))
    signed = [SIGNED_BY in lines(page) for page in reader.pages]
    assert signed == [False] * (len(reader.pages) - 1) + [True]
    assert sum(len(of_students(page)) for page in reader.pages) == 100
    assert lines(reader.pages[0])[-1] == "Summary of CSE-2, 1 – 22 Nov 2026 Students 1–34 of 100 Page 1 of 3"
    college = read(tmp_path, head(Kind.SUMMARY, None), sheet([row(1)])).pages[0]
    assert lines(college)[-1] == "Prepared by Principal Date"


def test_a_month_of_roll_calls_and_the_totals_stand_beside_each_other(tmp_path: Path) -> None:
    rows = [marked(number, "PALEO·P" * 4 + "PAL") for number in range(67)]
    reader = read(tmp_path, head(Kind.REGISTER), sheet(rows, columns(31), "CSE-2-A"))
    assert [len(of_students(page)) for page in reader.pages] == [35, 32]
    for page in reader.pages:
        assert "Roll no Name Present" in " ".join(lines(page))  # everybody is in the class of the title
        for line in of_students(page):
            assert line.endswith(" P A L E O · P" * 4 + " P A L 9 5 5 4 4 4 23 15.5 67.3 condonable")


def test_the_class_is_printed_where_somebody_is_in_another(tmp_path: Path) -> None:
    for name, is_printed in (("CSE-2-A", False), ("CSE-2", True)):
        page = read(tmp_path, head(Kind.SUMMARY), sheet([row(1), row(2)], name=name)).pages[0]
        assert ("Roll no Name Class Present" in " ".join(lines(page))) == is_printed
        assert all((" CSE-2-A " in line) == is_printed for line in of_students(page))


def test_a_long_name_takes_the_space_that_is_free(tmp_path: Path) -> None:
    name = "Venkata Lakshmi Narasimha Subrahmanyam Krishnamurthy"
    for kind in (Kind.SUMMARY, Kind.REGISTER):
        reader = read(tmp_path, head(kind), sheet([marked(1, "PA", name)], columns(2), "CSE-2-A"))
        assert of_students(reader.pages[0])[0].startswith(f"21CSE001 {name} ")


@given(st.integers(0, 300), st.integers(0, 500), st.sampled_from(Kind), st.booleans(), st.sampled_from(["", "-A"]))
def test_pages_hold_every_student_and_roll_call_once(
    students: int, calls: int, kind: Kind, more: bool, section: str
) -> None:
    extra = {"elsewhere": Standing(4, 6), "left": DAYS.last} if more else {}
    rows = (row(number, **extra) for number in range(students))  # type: ignore[arg-type]
    table = Table.of(head(kind), Sheet(f"CSE-2{section}", columns(calls), students, rows))
    layout = Layout.of(table)
    assert sum(layout.blocks) == students
    assert all(0 < block <= layout.rows for block in layout.blocks[:-1])
    table_top = HEIGHT - MARGIN - 20 - 10 * len(table.notes)
    assert table_top - layout.header - layout.rows * layout.row >= FOOT
    assert table_top - layout.header - layout.blocks[-1] * layout.row >= FOOT + SIGNED
    assert max(layout.blocks) - layout.blocks[-1] <= 5  # nobody is alone on a page
    assert (layout.blocks[-1] > 0) == (students > 0)
    assert [part.first for part in layout.parts] == [0, *(part.last for part in layout.parts[:-1])]
    assert layout.parts[-1].last == calls
    assert [part.has_figures for part in layout.parts] == [False] * (len(layout.parts) - 1) + [True]
    for part in layout.parts:
        edges = layout.edges(part)
        assert all(left < right for left, right in pairwise(edges))
        assert edges[-1] - edges[0] <= ROOM + 0.01


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_is_drawn_as_its_script_is_written(tmp_path: Path, script: str) -> None:
    """Glyph by glyph what HarfBuzz makes of it, each where it belongs: nothing between the font and the paper."""
    tag, name = SCRIPTS[script]
    reader = read(tmp_path, head(Kind.SUMMARY), sheet([row(1, name)]))
    assert fonts(reader) == {"NotoSans-Regular", "NotoSans-Bold", f"NotoSans{script}-Regular"}
    found = drawn(reader.pages[0], name)
    direction = "rtl" if tag == "Arab" else "ltr"
    expected = shaped(str(FOLDER / f"NotoSans{script}-Regular.ttf"), name, tag, direction)
    assert [glyph.outline for glyph in found] == [glyph.outline for glyph in expected]
    assert all(abs(one.x - other.x) <= 1 for one, other in zip(found, expected, strict=True))
    assert all(abs(one.y - other.y) <= 2 for one, other in zip(found, expected, strict=True))


def test_the_vowel_sign_that_is_spoken_after_its_consonant_stands_before_it() -> None:
    """So that the comparison with HarfBuzz compares something: unshaped, these would be other glyphs."""
    path = str(FOLDER / "NotoSansDevanagari-Regular.ttf")
    (ka,), (sign,) = shaped(path, "क", "Deva"), shaped(path, "ि", "Deva")[-1:]
    assert [glyph.outline for glyph in shaped(path, "कि", "Deva")][1] == ka.outline
    assert sign.outline not in [glyph.outline for glyph in shaped(path, "कि", "Deva")][1:]
    assert len(shaped(path, "क्ष", "Deva")) == 1  # three letters, one conjunct
    assert len(shaped(str(FOLDER / "NotoSansTamil-Regular.ttf"), "கௌ", "Taml")) == 3  # one sign on both sides


def test_a_name_of_several_scripts_has_a_font_for_each(tmp_path: Path) -> None:
    name = "Priya प्रिया ప్రియ (IV)"
    reader = read(tmp_path, head(Kind.SUMMARY), sheet([row(1, name)]))
    assert fonts(reader) >= {"NotoSansDevanagari-Regular", "NotoSansTelugu-Regular"}
    font = {script: str(FOLDER / f"NotoSans{script}-Regular.ttf") for script in ("Devanagari", "Telugu")}
    latin = str(FOLDER / f"{LATIN}.ttf")
    expected = [
        *shaped(latin, "Priya", "Latn"),
        *shaped(font["Devanagari"], "प्रिया", "Deva"),
        *shaped(font["Telugu"], "ప్రియ", "Telu"),
        *shaped(latin, "(IV)", "Latn"),
    ]
    found = drawn(reader.pages[0], name)
    assert [glyph.outline for glyph in found] == [glyph.outline for glyph in expected]
    assert all(left.x < right.x for left, right in pairwise(found[:6]))


def test_latin_names_need_no_other_font(tmp_path: Path) -> None:
    reader = read(tmp_path, head(Kind.SUMMARY), sheet([row(1), row(2, "Zoë Đặng")]))
    assert fonts(reader) == {"NotoSans-Regular", "NotoSans-Bold"}
    assert "21CSE002 Zoë Đặng CSE-2-A" in reader.pages[0].extract_text()


def test_an_accent_typed_by_itself_stands_on_its_letter(tmp_path: Path) -> None:
    apart = "Nguye\u0302\u0303n M\u0331ary"
    reader = read(tmp_path, head(Kind.SUMMARY), sheet([row(1, apart)]))
    assert "21CSE001 Nguyễn" in reader.pages[0].extract_text()
    text = "Nguyễn M\u0331ary"
    assert [glyph.outline for glyph in drawn(reader.pages[0], text)] == [
        glyph.outline for glyph in shaped(str(FOLDER / f"{LATIN}.ttf"), text, "Latn")
    ]


@pytest.mark.parametrize("name", ["王小明", "Asha 😀", "Thai ไทย", "\U00010900", "\ue123"])
def test_what_no_font_has_is_seen_to_be_missing(tmp_path: Path, name: str) -> None:
    page = read(tmp_path, head(Kind.SUMMARY), sheet([row(1, name)])).pages[0]
    assert "\ufffd" in of_students(page)[0]


@pytest.mark.parametrize("name", ATTACKS)
def test_every_name_is_printed_as_it_is(tmp_path: Path, name: str) -> None:
    page = read(tmp_path, head(Kind.SUMMARY, by=name), sheet([row(1, name)])).pages[0]
    assert of_students(page)[0].startswith(f"21CSE001 {name} CSE-2-A 40 3 ")
    assert f"Made on 22 Nov 2026 at 18:30 by {name}." in lines(page)


@given(st.text(max_size=150), st.sampled_from([8.0, 13.0]), st.floats(20, 300))
def test_no_text_is_wider_than_its_room(text: str, size: float, room: float) -> None:
    assert _letters().drawn(one_line(text), size, room).width <= room + 0.02


@pytest.mark.parametrize("name", ["Venkata Lakshmi Narasimha " * 4, *(f"{name} " * 8 for _, name in SCRIPTS.values())])
def test_a_long_name_is_made_smaller_then_shortened(tmp_path: Path, name: str) -> None:
    fits = _letters().drawn(name, 8, 10_000)
    smaller = _letters().drawn(name, 8, fits.width * 0.8)
    assert round(smaller.width) == round(fits.width * 0.8)
    shortened = _letters().drawn(name, 8, fits.width * 0.4)
    assert fits.width * 0.3 < shortened.width <= fits.width * 0.4 + 0.02


def _letters() -> Lettering:
    from reportlab.pdfbase.pdfdoc import PDFDocument

    return Lettering(PDFDocument())


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=32), st.text(max_size=120), st.text(max_size=60), st.text(max_size=40))
def test_any_text_at_all_is_printed(roll_no: str, name: str, subject: str, class_name: str) -> None:
    hard = Row(roll_no, name, ClassCode("ЭВМ&கு", 2), row(1).tally, row(1).standing, ("P",))
    with tempfile.TemporaryDirectory() as folder:
        calls = (Column(DAYS.first, "1", subject, "ક"),)
        reader = read(Path(folder), head(Kind.REGISTER, by=name), sheet([hard], calls, class_name))
        assert PAGE.search(reader.pages[0].extract_text())


def test_the_register_of_a_college_is_a_zip_with_a_file_for_each_class(tmp_path: Path) -> None:
    wanted = head(Kind.REGISTER, None)
    path = written(tmp_path, wanted, *(sheet([marked(1, "PA")], columns(2), name) for name in ("CSE-2", "ME-1")))
    assert path[Format.PDF].name.endswith(".pdf.zip")
    assert content_type(wanted.wanted, Format.PDF) == "application/zip"
    with zipfile.ZipFile(path[Format.PDF]) as archive:
        names = ["CSE-2 register 2026-11-01 to 2026-11-22.pdf", "ME-1 register 2026-11-01 to 2026-11-22.pdf"]
        assert archive.namelist() == names
        found = lines(PdfReader(io.BytesIO(archive.read(names[1]))).pages[0])
    assert found[0] == "Register of ME-1, 1 – 22 Nov 2026"
    assert found[-1] == SIGNED_BY


@pytest.mark.parametrize(
    ("kind", "sentence"), [(Kind.REGISTER, "No students."), (Kind.SHORTAGE, "Nobody is below 75 % on these days.")]
)
def test_without_students_it_says_so(tmp_path: Path, kind: Kind, sentence: str) -> None:
    for sheets in ((), (sheet([]),)):
        (page,) = read(tmp_path, head(kind), *sheets).pages
        assert sentence in lines(page)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="an independent reader, where there is one")
def test_another_reader_finds_every_name_as_it_was_written(tmp_path: Path) -> None:
    names = [name for tag, name in SCRIPTS.values() if tag != "Arab"] + ["王小明", "Asha 😀 Rao"]
    rows = [row(number, name) for number, name in enumerate(names)]
    path = written(tmp_path, head(Kind.SUMMARY), sheet(rows))[Format.PDF]
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    for one in rows:
        assert f"{one.roll_no} {one.name} CSE-2-A 40 3 1 2 4 5 48 44.5 92.7 eligible" in text
