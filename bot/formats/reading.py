"""A file somebody uploaded to a table: what the bytes are decides, never what the file is called."""

from __future__ import annotations

import re

from bot.domain.table import MOST_BYTES, AnotherKind, EmptyFile, LockedFile, OversizedFile, Table

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Microsoft's container: old workbooks, and new ones with a password
LOCKED = "EncryptedPackage".encode("utf-16-le")
BINARY = (  # how files begin that are no table, and what they are
    (rb"%PDF", "a PDF"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\0\0\0\0|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftyp", "a picture or a film"),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!\x1a|BZh[1-9]1AY|\xfd7zXZ", "a packed file"),
    (rb"\x09[\0\x02\x04\x08][\x04\x06\x08\x10]\0", "a very old Excel workbook"),
)
TEXTS = (
    (r"<\?xml[^>]*>\s*<\?mso-application[^>]*Excel", "an Excel workbook of 2003, in XML"),
    (r"<[!?a-z]", "a web page, or XML"),  # many programs call that .xls
    (r"\{\\rtf", "a text document (RTF)"),
)


def read_table(name: str, content: bytes) -> Table:
    """The rows of a CSV file or an .xlsx workbook. `name` is only for what the person is told.

    CSV in UTF-8, UTF-16 or Windows-1252, with commas, semicolons, tabs or bars. Of a workbook the first worksheet with
    a list of students. Raises UnreadableFile, whatever the bytes.
    """
    if len(content) > MOST_BYTES:
        raise OversizedFile(name, f"is larger than {MOST_BYTES // 1024**2} MB")
    if not content.strip(b"\0 \t\r\n"):
        raise EmptyFile(name)
    if content.startswith(ZIP):
        from bot.formats.sheets_in import sheets_table

        return sheets_table(name, content)
    if content.startswith(OLE2):
        raise LockedFile(name) if LOCKED in content else AnotherKind(name, "an old Excel or Word file (.xls, .doc)")
    for pattern, kind in BINARY:
        if re.match(pattern, content[:64], re.DOTALL):
            raise AnotherKind(name, kind)
    return _text_table(name, content)


def _text_table(name: str, content: bytes) -> Table:
    from bot.formats.csv_in import csv_table
    from bot.formats.letters import letters

    text, notes = letters(name, content)
    for pattern, kind in TEXTS:
        if re.match(pattern, text[:1024].lstrip("\ufeff \t\r\n"), re.IGNORECASE):
            raise AnotherKind(name, kind)
    return csv_table(name, text, notes)
