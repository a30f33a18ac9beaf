"""Where the files of a report that is a file per sheet go: one file, or a ZIP with one for each class."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from bot.domain.report import Format, Head, file_name

UNSAFE = re.compile(r"""[\x00-\x20<>:"/\\|?*]+""")
"""In a file name, on one system or another."""
PRIVATE = 0o600 << 16  # how it is unpacked on Unix: for its owner


class Files:
    """The file of a report, or its ZIP, in that folder. What is written goes to the disk at once."""

    def __init__(self, folder: Path, head: Head, format_: Format) -> None:
        self.head = head
        self.format = format_
        is_zip = head.wanted.is_many_sheets
        self.path = folder / f"report.{format_}{'.zip' if is_zip else ''}"
        self.zip = ZipFile(self.path, "w") if is_zip else None
        self.names: set[str] = set()

    def opened(self, sheet: str) -> IO[bytes]:
        """To write the file of a sheet into, and to close before the next. Raises ValueError for one too many."""
        if self.zip is None:
            if self.names:
                raise ValueError("this report has one sheet")
            self.names.add(sheet)
            return self.path.open("wb")
        info = ZipInfo(self._named(sheet), self.head.made_at.timetuple()[:6])
        info.compress_type = ZIP_STORED if self.format is Format.PDF else ZIP_DEFLATED  # a PDF is compressed already
        info.external_attr = PRIVATE
        return self.zip.open(info, "w")

    def close(self) -> None:
        """Once everything is written."""
        if self.zip is not None:
            self.zip.close()

    def _named(self, sheet: str) -> str:
        """`CSE-2 register 2026-11-01 to 2026-11-30.csv`, safe on every system, and no name twice."""
        wanted = self.head.wanted
        span = file_name(wanted, self.format).removesuffix(".zip").removeprefix(wanted.whom)
        safe = UNSAFE.sub(" ", sheet).strip(" .") or "class"
        number = 1
        while (name := f"{safe}{f' ({number})' if number > 1 else ''}{span}").casefold() in self.names:
            number += 1
        self.names.add(name.casefold())
        return name
