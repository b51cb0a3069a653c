"""Addresses as squares that a phone reads."""

from typing import NamedTuple

import qrcode


class Squares(NamedTuple):
    """A picture of squares: how many fit along a side, and the SVG path of those that are dark."""

    side: int
    path: str


def squares(text: str) -> Squares:
    """``text`` as a QR code."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return Squares(len(rows), path)
