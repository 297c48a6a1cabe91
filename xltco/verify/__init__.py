"""The verifier: engines that nobody here wrote recalculate a workbook, and every formula cell is compared."""

from xltco.verify.report import Report, verify

__all__ = ["Report", "verify"]
