"""A company's logo on the first sheet."""

from __future__ import annotations

import io

from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet

from xltco.errors import XltcoError
from xltco.workbook.place import VALUES
from xltco.workbook.template import Template

_HEIGHT_PIXELS = 44
_MOST_PIXELS = 25_000_000
_COLUMN = "ABCDEFGHIJ"[VALUES + 2]


def add_logo(sheet: Worksheet, template: Template) -> None:
    """The picture in the heading, in its own proportions; XltcoError where it is no picture."""
    if template.logo is None:
        return
    try:
        image = Image(io.BytesIO(template.logo.read_bytes()))
    except ImportError as error:
        raise XltcoError(
            f"{template.path} (theme.logo): {template.logo.name} is no readable picture: {error}"
        ) from None
    except (OSError, ValueError):
        raise XltcoError(f"{template.path} (theme.logo): {template.logo.name} is no readable picture") from None
    if image.width * image.height > _MOST_PIXELS:
        raise XltcoError(f"{template.path} (theme.logo): {template.logo.name} has too many pixels; make it smaller")
    image.width, image.height = round(image.width * _HEIGHT_PIXELS / image.height), _HEIGHT_PIXELS
    sheet.add_image(image, f"{_COLUMN}1")
