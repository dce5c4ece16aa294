"""Is it alive, is it ready, how is it doing: ``/healthz``, ``/readyz``, ``/metrics``."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

Check = Callable[[], Awaitable[str]]
"""Gives an empty text where all is well, else what is wrong."""


def health_door(
    checks: dict[str, Check], metrics_token: str, registry: CollectorRegistry
) -> APIRouter:
    """Make the three routes; ``/metrics`` exists only with a token."""
    door = APIRouter()

    @door.get("/healthz")
    async def healthz() -> Response:
        return Response("ok", media_type="text/plain")

    @door.get("/readyz")
    async def readyz() -> Response:
        found = {name: await _run(check) for name, check in checks.items()}
        wrong = any(found.values())
        body = {name: text or "ok" for name, text in found.items()}
        return JSONResponse(body, status_code=503 if wrong else 200)

    @door.get("/metrics")
    async def metrics(request: Request) -> Response:
        given = (
            request.headers.get("authorization", "")
            .removeprefix("Bearer ")
            .encode("utf-8", "replace")
        )
        if not metrics_token or not hmac.compare_digest(given, metrics_token.encode()):
            return Response(status_code=401 if metrics_token else 404)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return door


async def _run(check: Check) -> str:
    try:
        return await check()
    except Exception as fault:  # noqa: BLE001 - a check that fails in any way is a "no"
        return type(fault).__name__
