"""Evaluates the native entries of the functions in standard-library Python: no NumPy, no spreadsheet, no `eval`.

`tokens` cuts a formula, `grammar` makes a tree of `nodes`, which ask `operators` and `library` for values. A value is a
number (float), a text, a truth value, a CellError, or a list of rows of these.
"""
