"""One web process: it serves an app on a socket it was given and ends when its supervisor is gone.

Run as `python -m api.core.serve module:factory SOCKET_FD ALIVE_FD GO_FD`. The factory is called with the
settings once the go pipe closes: imports are slow, so they happen while the database is being prepared.
"""

import gc
import importlib
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.core.console import SetupError, refuse
from api.core.settings import Settings, current

if TYPE_CHECKING:
    import uvicorn

GRACE_SECONDS = 4
ON_TERMINAL_CLOSED = getattr(signal, "SIGHUP", signal.SIGTERM)


def main(arguments: list[str]) -> int:
    """Serve until a signal comes or the pipe of the supervisor closes."""
    factory, (socket_fd, alive_fd, go_fd) = arguments[0], map(int, arguments[1:])
    signal.signal(ON_TERMINAL_CLOSED, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(alive_fd,), daemon=True, name="supervisor").start()
    import uvicorn  # not for the supervisor, who imports this module only for a number

    create = load(factory)
    os.read(go_fd, 1)
    try:
        settings = current()
        server = uvicorn.Server(configuration(create(settings), settings))
    except SetupError as error:
        refuse(str(error))
        return 1
    server.run(sockets=[socket.socket(fileno=socket_fd)])
    return 0


def configuration(app: Any, settings: Settings) -> "uvicorn.Config":
    """Return uvicorn's configuration: no access log of its own, TLS and proxy as the settings say."""
    import uvicorn

    return uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        ws="none",
        server_header=False,
        proxy_headers=settings.behind_proxy,
        forwarded_allow_ips="*" if settings.behind_proxy else None,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=30,
    )


def load(factory: str) -> Any:
    """Return the function named `module:function`; without the collector, imports take a tenth less time."""
    module, _, name = factory.partition(":")
    gc.disable()
    try:
        return getattr(importlib.import_module(module), name)
    finally:
        gc.freeze()  # modules live as long as the process: the collector need not look at them again
        gc.enable()


def _end_with(alive_fd: int) -> None:
    """Wait for the end of file that the supervisor's death writes, then end this process, gently first."""
    while os.read(alive_fd, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS + 1)
    os._exit(1)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.exit(main(sys.argv[1:]))
