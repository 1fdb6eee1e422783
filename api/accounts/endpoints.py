"""Enter by the presenter's one-time link, and leave."""

from http import HTTPStatus
from ipaddress import ip_address
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from api.accounts.service import SESSION_LIFE, Sessions
from api.core.deps import COOKIE, SettingsDep
from api.core.errors import Forbidden

router = APIRouter()


def _is_local(request: Request) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


@router.get("/masuk")
def enter(request: Request, settings: SettingsDep, tautan: Annotated[str, Query(max_length=200)]) -> Response:
    """Exchange a one-time link for a session cookie and go to the map."""
    if not _is_local(request) or settings.behind_proxy:
        raise Forbidden("bukan_lokal")
    sessions: Sessions = request.app.state.sessions
    token = sessions.enter(tautan)
    if token is None:
        raise Forbidden("tautan_tidak_berlaku")
    response = RedirectResponse("/", status_code=HTTPStatus.SEE_OTHER)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=settings.tls_cert is not None,
    )
    return response


@router.post("/keluar")
def leave(request: Request) -> Response:
    """End the session."""
    token = request.cookies.get(COOKIE)
    if token:
        request.app.state.sessions.leave(token)
    response = Response(status_code=HTTPStatus.NO_CONTENT)
    response.delete_cookie(COOKIE)
    return response
