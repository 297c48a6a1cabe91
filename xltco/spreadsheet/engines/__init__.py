"""Spreadsheet engines that nobody here wrote, each in a process of its own, behind one protocol.

`session.py` is the side of the caller, `child.py` that of the engine, `frames.py` what they say to each other. Each
engine has one module that loads it (`*_book.py`). An engine that dies, hangs or takes too much memory costs its own
process and nothing else. This module imports nothing, so that a child is as light as its engine.
"""
