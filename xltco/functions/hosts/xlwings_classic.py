"""The functions in Excel on Windows through classic xlwings: =XLTCO_BREAKEVEN(...) and its family.

xlwings' setting UDF MODULES names this module, and "Import Functions" writes a VBA function for each of its functions.
"""

from __future__ import annotations

from xltco.functions.hosts.xlwings_com import host
from xltco.functions.hosts.xlwings_wrappers import publish

__all__ = publish(globals(), host(bare_names=False))
