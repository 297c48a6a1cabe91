"""Which version answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xltco
from xltco.functions.arguments import Words
from xltco.functions.function import Example, function

if TYPE_CHECKING:
    from xltco.functions.lines import Lines


@function(
    "XLTCO_VERSION",
    category="About",
    unit="text",
    native=(f'"{xltco.__version__}"',),
    examples=(Example((), xltco.__version__, "the package's version"),),
)
def xltco_version(lines: Lines) -> Words:
    """The version of xltco that these functions come from.

    Say it when you report a number.
    """
    import numpy as np

    return np.array([[xltco.__version__]])
