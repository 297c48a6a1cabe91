"""The subcommands of `xltco addin`, one module each."""
