"""The HTTP server: says that it is ready once it really listens."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

GRACE_SECONDS = 10
"""How long requests under way may take at the end."""


class Announced(uvicorn.Server):
    """A server that calls ``ready`` when the port is open."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        """Keep ``ready`` for later."""
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the port, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()


def serve(
    app: FastAPI, host: str, port: int, ready: Callable[[], None], *, behind_proxy: bool
) -> None:
    """Serve until the process is told to end."""
    Announced(configured(app, host, port, behind_proxy=behind_proxy), ready).run()


def configured(app: FastAPI, host: str, port: int, *, behind_proxy: bool) -> uvicorn.Config:
    """Set the server up; ``behind_proxy``: whoever asks from this machine is our web server.

    Its last word counts (``X-Forwarded-For``): before that an asker may have written
    anything.
    """
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_SECONDS,
        proxy_headers=behind_proxy,
    )
