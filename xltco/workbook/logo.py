"""A company's logo on the first sheet."""

from __future__ import annotations

import io

from xltco.errors import XltcoError
from xltco.spreadsheet.drawing import EMU_PER_PIXEL, Anchor, Picture
from xltco.spreadsheet.sheet import Sheet
from xltco.workbook.place import VALUES
from xltco.workbook.template import Template

_HEIGHT_PIXELS = 44
_MOST_PIXELS = 25_000_000
_KINDS = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif"}


def add_logo(sheet: Sheet, template: Template) -> None:
    """The picture in the heading, in its own proportions; XltcoError where it is no picture."""
    if template.logo is None:
        return
    where = f"{template.path} (theme.logo): {template.logo.name}"
    try:
        content = template.logo.read_bytes()
        kind, width, height = _looked_at(content)
    except ImportError as error:
        raise XltcoError(f"{where} is no readable picture: {error}") from None
    except (OSError, ValueError):
        raise XltcoError(f"{where} is no readable picture") from None
    if width * height > _MOST_PIXELS:
        raise XltcoError(f"{where} has too many pixels; make it smaller")
    size = round(width * _HEIGHT_PIXELS / height), _HEIGHT_PIXELS
    anchor = Anchor(1, VALUES + 3, 0, *(pixels * EMU_PER_PIXEL for pixels in size))
    sheet.pictures.append(Picture(content, kind, anchor, template.logo.stem))


def _looked_at(content: bytes) -> tuple[str, int, int]:
    """What kind of picture it is, and its width and height; ValueError for a kind that Excel does not show."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        if image.format not in _KINDS:
            raise ValueError(image.format)
        return _KINDS[image.format], image.width, image.height
