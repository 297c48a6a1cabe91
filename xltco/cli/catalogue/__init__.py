"""The subcommands of `xltco functions`, one module each."""
