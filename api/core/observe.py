"""What operators see: a JSON line per request, metrics, and headers that keep browsers strict."""

import json
import logging
import os
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.errors import Misdirected, on_failure, respond, route_of

log = logging.getLogger("kantong.akses")
REQUESTS = Counter("kantong_requests_total", "Requests answered.", ("route", "status"))
SECONDS = Histogram(
    "kantong_request_seconds",
    "Time to answer.",
    ("route",),
    buckets=(0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5),
)
QUIET = {"healthz", "readyz", "metrics", "get_tile", "serve", "home"}
"""Plain routes are named by their functions; these are logged only when they fail."""
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; worker-src 'self';"
    " connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
PLAIN = ((b"x-content-type-options", b"nosniff"), (b"cross-origin-resource-policy", b"same-origin"))
"""Headers of static files that run no page of their own: the rest would weigh more than some of them."""
HEADERS = (
    *PLAIN,
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
)
EXTRAS = ("route", "status", "ms", "number", "kind", "where", "versi", "sidik")


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object; only named extras appear, so no value of a family can."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "waktu": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "tingkat": record.levelname,
            "asal": record.name,
            "pesan": record.getMessage(),
        }
        line.update({name: getattr(record, name) for name in EXTRAS if hasattr(record, name)})
        return json.dumps(line, ensure_ascii=False)


def configure_logging() -> None:
    """Send the service's log to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name, level in (("kantong", logging.INFO), ("uvicorn.error", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(level)
        logger.propagate = False


class Observe:
    """Adds security headers, counts and logs each request by route, never by address."""

    def __init__(self, app: ASGIApp, *, tls: bool) -> None:
        self.app = app
        hsts = ((b"strict-transport-security", b"max-age=31536000"),) if tls else ()
        self.headers = [*HEADERS, *hsts]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note how it ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status = time.perf_counter(), 0

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = PLAIN if _is_plain(scope) else self.headers
                message["headers"] = [*_kept_nowhere(message.get("headers", ())), *own]
            await send(message)

        try:
            await self.app(scope, receive, note)
        except Exception as error:
            if status:
                raise  # half an answer is out: the server can only break off
            # Answered here and not by the server, which would log the message, and that may quote a family.
            await on_failure(Request(scope), error)(scope, receive, note)
        finally:
            record(scope, status or 500, time.perf_counter() - start)


def _is_plain(scope: Scope) -> bool:
    """Say whether a request is for a static file; a worker is a page of its own and keeps its policy."""
    path: str = scope["path"]
    return path.startswith("/web/") and not path.endswith("worker.js")


def _kept_nowhere(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer; one that says nothing of caches may be kept by none."""
    listed = list(headers)
    known = any(name == b"cache-control" for name, _ in listed)
    return listed if known else [*listed, (b"cache-control", b"no-store")]


def record(scope: Scope, status: int, seconds: float) -> None:
    """Count and log one answered request."""
    route = route_of(scope)
    REQUESTS.labels(route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)
    if route not in QUIET or status >= 500:
        log.info("request", extra={"route": route, "status": status, "ms": round(seconds * 1000, 1)})


def metrics(_request: Request) -> Response:
    """Answer GET /metrics in Prometheus' text format, summed over the web processes."""
    return Response(generate_latest(_registry()), media_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    # The variable is prometheus_client's own: with it, every process writes its counts to that folder.
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # untyped upstream
    return registry


class OwnHost:
    """Refuses foreign Host headers on a loopback service: a web page elsewhere must not reach it by DNS."""

    def __init__(self, app: ASGIApp, *, allowed: frozenset[str] | None) -> None:
        self.app = app
        self.allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on requests that name this computer."""
        if scope["type"] == "http" and self.allowed is not None:
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
            if name.strip("[]").lower() not in self.allowed:
                await respond(Request(scope), Misdirected("host_asing"))(scope, receive, send)
                return
        await self.app(scope, receive, send)
