"""How much one request may ask for. The script in the sheet is told these, and sends more in several requests."""

from __future__ import annotations

from xltco.functions.calculate import MOST_CELLS

MOST_BYTES = 8_000_000
MOST_CALLS = 1_000
LIMITS = {"bytes": MOST_BYTES, "calls": MOST_CALLS, "cells": MOST_CELLS}
