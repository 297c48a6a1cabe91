"""As `xlwings_classic`, under the catalogue's own names: =BREAKEVEN(...).

Only for workbooks that hold no native functions of these names: where both stand, Excel lets neither work reliably.
"""

from __future__ import annotations

from xltco.functions.hosts.xlwings_com import host
from xltco.functions.hosts.xlwings_wrappers import publish

__all__ = publish(globals(), host(bare_names=True))
