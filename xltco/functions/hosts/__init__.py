"""One module per host that shows the catalogue. Each is thin: it hands cells to `calculate` and shows the answer."""
