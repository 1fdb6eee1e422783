"""`kantong run` with a toy app and no data: the start and the end of processes, without what lies between."""

import sys
from typing import Any

from api import cli


def create(_settings: Any) -> Any:
    """An app that answers everything with its process id."""
    import os

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(os.getpid()).encode()})

    return app


def create_broken(_settings: Any) -> Any:
    raise RuntimeError("a toy that does not start")


if __name__ == "__main__":
    cli.APP = f"toy_run:{sys.argv.pop(1)}"
    cli.prepare = lambda *_args: None
    cli._call = lambda *_args: lambda *_args: None
    cli.main()
