"""The add-in as an ASGI application: the task pane, what Excel reads of the functions, and the endpoint."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import xltco
from xltco.functions.hosts.office import icons
from xltco.functions.hosts.office.batch import RequestError, answers
from xltco.functions.hosts.office.describe import catalogue, registration
from xltco.functions.hosts.office.guard import Guard
from xltco.functions.hosts.office.limits import MOST_BYTES
from xltco.functions.hosts.office.metadata import metadata

STATIC = Path(__file__).parent / "static"
# Excel on the web reads these from its own pages, and its browser may ask first whether it may. They say what every
# installed copy says.
_PUBLIC = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Allow-Private-Network": "true",
}


def application(scheme: str = "http", port: int = 8765) -> Starlette:
    """The add-in for one address of this machine; requests under any other name are refused."""
    routes = [
        Route("/", _taskpane),
        Route("/taskpane.html", _taskpane),
        Route("/calculate", _calculate, methods=["POST"]),
        Route("/catalogue.json", _told(catalogue)),
        Route("/functions.json", _told(metadata, _PUBLIC), methods=["GET", "OPTIONS"]),
        Route("/functions.js", _functions_script),
        Route("/health", _told(lambda: {"status": "ok", "version": xltco.__version__})),
        Route("/icon-{size:int}.png", _icon),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, scheme=scheme, port=port)],
        exception_handlers={RequestError: _refused, HTTPException: _not_found},
    )


async def _taskpane(request: Request) -> Response:
    return FileResponse(STATIC / "taskpane.html")


def _told(tell: Callable[[], dict[str, Any]], headers: dict[str, str] | None = None) -> Any:
    async def endpoint(request: Request) -> Response:
        return JSONResponse(tell(), headers=headers)

    return endpoint


async def _functions_script(request: Request) -> Response:
    """The script that registers every function of the catalogue; the proxy itself is `static/proxy.js`."""
    script = f'import {{ register }} from "./static/proxy.js";\nregister({json.dumps(registration())});\n'
    return Response(script, media_type="text/javascript", headers=_PUBLIC)


async def _icon(request: Request) -> Response:
    size = request.path_params["size"]
    if size not in icons.SIZES:
        raise HTTPException(404, f"icons are there in {', '.join(map(str, icons.SIZES))} pixels")
    headers = {"Cache-Control": "max-age=86400", **_PUBLIC}
    return Response(icons.icon(size), media_type="image/png", headers=headers)


async def _calculate(request: Request) -> Response:
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise RequestError(415, "the body must be JSON: Content-Type: application/json")
    body = await _bounded(request)
    # In a thread: one large request must not keep the others waiting.
    return JSONResponse(await run_in_threadpool(answers, body))


async def _bounded(request: Request) -> bytes:
    """The body, given up as soon as it is too large, whatever its header says."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise RequestError(413, f"at most {MOST_BYTES:,} bytes in one request; send fewer calls at a time")
    return bytes(body)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestError)
    return JSONResponse({"error": str(error)}, error.status)


async def _not_found(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": f"{request.method} {request.url.path}: {error.detail}"}, error.status_code)
