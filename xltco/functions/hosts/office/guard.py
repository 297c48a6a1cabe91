"""Who may ask: pages that this server itself delivered, under a name of this machine.

A page of another site can make a browser send requests to this machine (CSRF), and can even make its own name point
here (DNS rebinding). The first is known by its Origin header, the second by its Host header; both get a clear refusal
before anything is read.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NAMES = ("localhost", "127.0.0.1", "[::1]")
_STANDARD_PORT = {"http": 80, "https": 443}
# These change and calculate nothing; OPTIONS only asks what a page may ask, and is told nothing of the endpoint.
_SAFE = {"GET", "HEAD", "OPTIONS"}
# Office.js comes from Microsoft's servers, as Office requires, and loads two helpers of Microsoft. Which sites may show
# the pane in a frame is left open: Excel on the web does, under names that differ by tenant.
_POLICY = (
    "script-src 'self' https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com https://alcdn.msauth.net; "
    "object-src 'none'; base-uri 'none'; form-action 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Guard:
    """ASGI middleware: refuses strange hosts and origins, and sets the headers that browsers protect pages by."""

    def __init__(self, app: ASGIApp, scheme: str, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}" for name in _NAMES}
        if port == _STANDARD_PORT[scheme]:
            self._hosts |= set(_NAMES)
        self._origins = {f"{scheme}://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refusal(scope["method"], Headers(scope=scope))
        await (refused or self._app)(scope, receive, _with_headers(send))

    def _refusal(self, method: str, headers: Headers) -> JSONResponse | None:
        host = headers.get("host", "").lower()
        if host not in self._hosts:
            return _refused(421, f"{host[:100]!r} is not a name of this server; it answers at {min(self._origins)}")
        if method in _SAFE:
            return None
        origin = headers.get("origin")
        # Browsers send an Origin with every POST; where there is none, this header would tell of another site.
        strange = headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        if (origin is not None and origin.lower() not in self._origins) or (origin is None and strange):
            return _refused(403, f"pages of {(origin or 'another site')[:100]!r} may not use these functions")
        return None


def _refused(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            # Functions may change with the program; only pictures are kept, as Office asks.
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
