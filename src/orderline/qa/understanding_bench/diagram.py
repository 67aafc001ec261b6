"""A reliability diagram: how often the line is right, by how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

_SIZE, _MARGIN = 480, 60
_COLOURS = ("#1f6feb", "#c2410c", "#15803d", "#7e22ce")


def draw(bins: Mapping[str, Sequence[tuple[float, float, int]]], file: Path) -> None:
    """Write a PNG with one line for each set of `bins` (mean confidence, share right, count).

    Raises:
        OSError: the file cannot be written.
    """
    side = _SIZE + 2 * _MARGIN
    image = Image.new("RGB", (side, side), "white")
    pen = ImageDraw.Draw(image)
    for tenth in range(0, 11, 2):
        x, y = _place(tenth / 10, tenth / 10)
        pen.line([(x, _MARGIN), (x, _MARGIN + _SIZE)], fill="#e5e7eb")
        pen.line([(_MARGIN, y), (_MARGIN + _SIZE, y)], fill="#e5e7eb")
        pen.text((x - 8, _MARGIN + _SIZE + 8), f"{tenth / 10:.1f}", fill="#374151")
        pen.text((_MARGIN - 28, y - 6), f"{tenth / 10:.1f}", fill="#374151")
    pen.line([_place(0, 0), _place(1, 1)], fill="#9ca3af", width=2)
    pen.text((_MARGIN + _SIZE // 2 - 40, side - 24), "confidence", fill="#111827")
    pen.text((8, _MARGIN - 28), "share right", fill="#111827")
    for at, (name, points) in enumerate(bins.items()):
        colour = _COLOURS[at % len(_COLOURS)]
        places = [_place(said, right) for said, right, _ in points]
        pen.line(places, fill=colour, width=3)
        for (x, y), (_, _, count) in zip(places, points, strict=True):
            radius = 3 + min(6, count // 20)
            pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=colour)
        pen.text((_MARGIN + 12, _MARGIN + 12 + 18 * at), name, fill=colour)
    image.save(file, format="PNG")


def _place(x: float, y: float) -> tuple[float, float]:
    return _MARGIN + x * _SIZE, _MARGIN + (1 - y) * _SIZE
