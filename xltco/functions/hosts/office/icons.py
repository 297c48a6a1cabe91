"""The add-in's icon in the sizes that Office asks for: the API's line crossing the staircase of instances."""

from __future__ import annotations

import functools
import io

from PIL import Image, ImageDraw

SIZES = (16, 32, 64, 80)
_GREEN, _WHITE, _GOLD = "#0b5d3b", "#ffffff", "#ffd54a"
# Drawn larger and made smaller, for smooth edges. In a square of 16.
_SCALE, _SQUARE = 8, 16
_STAIRCASE = ((2.5, 9.5), (8.5, 9.5), (8.5, 7), (13.5, 7))
_LINE = ((2.5, 13.5), (13.5, 2.5))


@functools.cache
def icon(size: int) -> bytes:
    """A PNG of so many pixels."""
    edge = size * _SCALE
    unit = edge / _SQUARE
    picture = Image.new("RGBA", (edge, edge), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, edge - 1, edge - 1), radius=3 * unit, fill=_GREEN)
    for points, color in ((_STAIRCASE, _GOLD), (_LINE, _WHITE)):
        draw.line([(x * unit, y * unit) for x, y in points], fill=color, width=round(1.3 * unit), joint="curve")
    content = io.BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(content, "PNG")
    return content.getvalue()
