"""Every refusal of the service, in one tree and one shape.

```
AppError                500  a failure of ours
├── BadInput            422  what was asked cannot be
├── Forbidden           403  the role may not
├── NotFound            404  it does not exist for this actor
├── Conflict            409  something stands in the way
├── Misdirected         421  asked under another computer's name
└── Unavailable         503  the database or a part of it is not ready
```

Shape: ``{type, title, status, detail, problems}``; ``detail`` is for a person, in the request's language.
"""

import logging
import traceback
import uuid
from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Scope

from api.core.texts import TEXTS, pick_language, say
from geo.errors import GeoError

log = logging.getLogger("kantong")
ROOT = Path(__file__).resolve().parents[1]
ECHO = 60
CANCELED = "57014"
"""SQLSTATE query_canceled: the statement timeout struck."""


class AppError(Exception):
    """A refusal with a stable code and the values of its sentence."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(code, values)


class BadInput(AppError):
    """What was asked cannot be."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class Forbidden(AppError):
    """The role may not."""

    status = HTTPStatus.FORBIDDEN


class NotFound(AppError):
    """It does not exist for this actor."""

    status = HTTPStatus.NOT_FOUND


class Conflict(AppError):
    """Something stands in the way."""

    status = HTTPStatus.CONFLICT


class Misdirected(AppError):
    """Asked under another computer's name."""

    status = HTTPStatus.MISDIRECTED_REQUEST


class Unavailable(AppError):
    """The database or a part of it is not ready."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


def request_language(request: Request) -> str:
    """Return the language of a request: `?bahasa=` before Accept-Language."""
    return pick_language(request.headers.get("accept-language", ""), request.query_params.get("bahasa"))


def respond(request: Request, error: AppError, problems: list[dict[str, str]] | None = None) -> JSONResponse:
    """Return the one error response."""
    body = {
        "type": f"urn:kantong:galat:{error.code}",
        "title": HTTPStatus(error.status).phrase,
        "status": int(error.status),
        "detail": say(error.code, request_language(request), {k: _short(v) for k, v in error.values.items()}),
        "problems": problems or [],
    }
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Language, Cookie"}
    return JSONResponse(
        body, status_code=int(error.status), media_type="application/problem+json", headers=headers
    )


def _short(value: object) -> object:
    """Cut what somebody sent before it is repeated to them."""
    return f"{value[:ECHO]}…" if isinstance(value, str) and len(value) > ECHO else value


def _on_app_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AppError)
    return respond(request, error)


def _on_geo_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, GeoError)
    return respond(request, BadInput(error.code, **error.values))


def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    problems = [
        {"field": ".".join(str(part) for part in item["loc"][1:]), "code": item["type"]}
        for item in error.errors()
    ]
    first = error.errors()[0]
    code = f"isian_{first['type']}"
    if code not in TEXTS:
        code = "isian_salah"
    return respond(request, BadInput(code, field=first["loc"][-1], **first.get("ctx", {})), problems)


def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = "metode_tidak_boleh" if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else "tidak_ditemukan"
    refusal = AppError(code)
    refusal.status = HTTPStatus(error.status_code)
    response = respond(request, refusal)
    response.headers.update(error.headers or {})  # a refused method names those that are served
    return response


def _on_database(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DBAPIError)
    state = getattr(error.orig, "sqlstate", None)
    if state == CANCELED:
        return respond(request, Unavailable("terlalu_lama"))
    if isinstance(error, OperationalError):
        return respond(request, Unavailable("basis_data_tidak_siap"))
    return on_failure(request, error)


def _on_busy(request: Request, _error: Exception) -> JSONResponse:
    return respond(request, Unavailable("basis_data_tidak_siap"))


def on_failure(request: Request, error: Exception) -> JSONResponse:
    """Answer a failure of ours with a number, and log under it what failed and where."""
    number = uuid.uuid4().hex[:12]
    # Neither message nor address: both may speak of somebody's family.
    about = {"number": number, "kind": type(error).__name__, "where": _where(error)}
    log.error("failure", extra={**about, "route": route_of(request.scope)})
    return respond(request, AppError("kesalahan_dalam", id=number))


def _where(error: Exception) -> str:
    """Return file and line of the innermost frame of ours."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT)] or frames
    if not ours:
        return "-"
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"


def route_of(scope: Scope) -> str:
    """Return the pattern of a request's route, or its function's name: an address may name a family."""
    found = getattr(scope.get("route"), "path", None) or getattr(scope.get("endpoint"), "__name__", None)
    return found or "-"


def install(app: FastAPI) -> None:
    """Register the handlers: each kind of error is mapped once."""
    app.add_exception_handler(AppError, _on_app_error)
    app.add_exception_handler(GeoError, _on_geo_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(DBAPIError, _on_database)
    app.add_exception_handler(PoolTimeout, _on_busy)
    app.add_exception_handler(Exception, on_failure)
