"""A zip file opened without trusting it: its directory is looked at, then every byte that comes out is counted."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from bot.domain.table import MOST_UNPACKED, DamagedFile, LockedFile, OversizedFile

DIRECTORY_ENTRY = b"PK\x01\x02"
MOST_PARTS = 2_000  # a workbook with many sheets and pictures has a few hundred
PIECE = 64 * 1024  # bytes unpacked at a time
PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # a piece of the other kinds may be gigabytes
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError, OSError)
ENCRYPTED = 0x1


def unpacked_size(content: bytes) -> int:
    """How many bytes a file holds, a zip file unpacked: what its directory says, as no part gives more than that."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return sum(part.file_size for part in opened.infolist())
    except BROKEN:  # no zip file
        return len(content)


class Archive:
    """The parts of a zip file, by name in any case. What is unpacked from it is MOST_UNPACKED bytes in all, not more.

    Raises UnreadableFile, here and whenever a part is read.
    """

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.left = MOST_UNPACKED
        if content.count(DIRECTORY_ENTRY) > MOST_PARTS:
            raise OversizedFile(name, f"holds more than {MOST_PARTS:,} files")
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(content))
        except BROKEN:
            raise DamagedFile(name) from None
        self.parts = {part.filename.lower().lstrip("/"): part for part in self.zip.infolist()}
        if sum(part.file_size for part in self.parts.values()) > MOST_UNPACKED:
            raise self._too_much()

    def __contains__(self, part: str) -> bool:
        return part.lower() in self.parts

    def pieces(self, part: str) -> Iterator[bytes]:
        """What the part holds, unpacked as it is asked for."""
        info = self.parts.get(part.lower())
        if info is not None and info.flag_bits & ENCRYPTED:
            raise LockedFile(self.name)
        if info is None or info.compress_type not in PACKED_AS:
            raise DamagedFile(self.name)
        try:
            with self.zip.open(info) as opened:
                while piece := opened.read(PIECE):
                    self.left -= len(piece)
                    if self.left < 0:
                        raise self._too_much()
                    yield piece
        except BROKEN:
            raise DamagedFile(self.name) from None

    def _too_much(self) -> OversizedFile:
        return OversizedFile(self.name, f"unpacks to more than {MOST_UNPACKED // 1024**2} MB")
