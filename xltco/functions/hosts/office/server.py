"""Runs the add-in on the loopback addresses of this machine; no other machine can reach it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable

import uvicorn

from xltco.errors import XltcoError
from xltco.functions.hosts.office.app import application
from xltco.functions.hosts.office.certificate import Certificate

# So many requests at a time; Excel sends a handful.
_MOST_AT_ONCE = 64


def serve(port: int, certificate: Certificate | None, ready: Callable[[str, int], None]) -> None:
    """Serve until Ctrl+C. `ready` is called with the address and port once connections are taken; port 0: any.

    XltcoError: the port is taken.
    """
    sockets = _listening(port)
    scheme, port = ("https" if certificate else "http"), sockets[0].getsockname()[1]
    config = uvicorn.Config(
        application(scheme, port),
        log_level="warning",
        lifespan="off",
        server_header=False,
        limit_concurrency=_MOST_AT_ONCE,
        ssl_certfile=certificate.cert if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
    )
    try:
        ready(f"{scheme}://localhost:{port}", port)
        uvicorn.Server(config).run(sockets=sockets)
    except KeyboardInterrupt:
        pass
    finally:
        for listening in sockets:
            listening.close()


def _listening(port: int) -> list[socket.socket]:
    """IPv4, and IPv6 where the machine has it: `localhost` may mean either."""
    try:
        first = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise XltcoError(
            f"port {port} can't be used ({os.strerror(error.errno or 0)}): does another `xltco addin serve` run? "
            "Stop it, or choose another with --port (and write the manifest again with the same --port)"
        ) from None
    try:
        return [first, socket.create_server(("::1", first.getsockname()[1]), family=socket.AF_INET6)]
    except OSError:
        return [first]
