"""The functions in Excel on Mac, web and Windows: an Office.js add-in served from this machine (extra `addin`).

Everything that Excel and the task pane show is written from the catalogue. The scripts in `static/` hand calls to
the endpoint and answers to the sheet; they know no function by its arithmetic.
"""

from __future__ import annotations

# What stands before the point: =XLTCO.BREAKEVEN(...). A namespace keeps clear of the LAMBDA names of a workbook.
NAMESPACE = "XLTCO"
DEFAULT_PORT = 8765
