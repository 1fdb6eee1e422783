"""Static files from memory: hashed addresses, cached for ever, compressed once at start."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.core.errors import NotFound

PLACEHOLDER = "__ASET__"
FOR_EVER = "public, max-age=31536000, immutable"
COMPRESSIBLE = (".js", ".css", ".html", ".json", ".svg", ".txt", ".webmanifest")
TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}
SKIPPED = {"__pycache__"}


@dataclass(frozen=True)
class Asset:
    """One file as it goes over the wire."""

    body: bytes
    packed: bytes | None
    media_type: str


class Assets:
    """Everything under a folder, and the address prefix that changes with its content."""

    def __init__(self, root: Path) -> None:
        self._files = {path.relative_to(root).as_posix(): path.read_bytes() for path in _files(root)}
        digest = hashlib.sha256()
        for name, body in sorted(self._files.items()):
            digest.update(name.encode() + b"\0" + hashlib.sha256(body).digest())
        self.prefix = f"/web/{digest.hexdigest()[:12]}"
        self._assets = {name: _asset(name, body) for name, body in self._files.items()}

    def page(self, name: str) -> Asset:
        """Return an HTML page with the placeholder replaced by the prefix."""
        text = self._files[name].decode().replace(PLACEHOLDER, self.prefix)
        return _asset(name, text.encode())

    def serve(self, request: Request) -> Response:
        """Answer GET /web/{hash}/{path}; an old hash is served fresh but not cached."""
        asset = self._assets.get(request.path_params["path"])
        if asset is None:
            raise NotFound("tidak_ditemukan")
        known = request.path_params["hash"] == self.prefix.rsplit("/", 1)[1]
        return respond(request, asset, FOR_EVER if known else "no-cache")

    def routes(self) -> list[Route]:
        """Return the route of the files."""
        return [Route("/web/{hash}/{path:path}", self.serve, methods=["GET"])]


def respond(request: Request, asset: Asset, cache: str) -> Response:
    """Return an asset, compressed where the client can read it."""
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding"}
    if asset.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            asset.packed, media_type=asset.media_type, headers={**headers, "Content-Encoding": "gzip"}
        )
    return Response(asset.body, media_type=asset.media_type, headers=headers)


def _files(root: Path) -> list[Path]:
    found = (path for path in root.rglob("*") if path.is_file() and path.suffix != ".py")
    return [path for path in found if not SKIPPED & set(path.parts)]


def _asset(name: str, body: bytes) -> Asset:
    suffix = Path(name).suffix
    media_type = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(body, gzip.compress(body, 9, mtime=0) if suffix in COMPRESSIBLE else None, media_type)
