"""`python -m xltco` is `xltco`."""

from xltco.cli.main import main

main()
