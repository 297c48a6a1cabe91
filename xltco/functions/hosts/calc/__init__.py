"""The functions in LibreOffice Calc: an extension (.oxt) that asks an xltco of the user's own Python.

`inside/` runs in LibreOffice's Python and imports nothing of xltco; `worker` runs in the Python that has xltco.
"""
