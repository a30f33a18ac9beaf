"""A QR code as a PNG."""

from __future__ import annotations

from io import BytesIO

DOT, MARGIN = 6, 4
"""Pixels a dot, and dots of white around, as scanners want it: some 300 pixels in all."""


def png(content: str) -> bytes:
    """The content as a picture to scan. It reads with 15 % of it hidden."""
    import segno  # pure Python, writes PNG by itself, and is maintained; the package qrcode needs Pillow or pypng

    picture = BytesIO()
    segno.make(content, error="m", micro=False).save(picture, kind="png", scale=DOT, border=MARGIN)
    return picture.getvalue()
