"""The floor: a FastAPI route that parses the update with aiogram, keeps nothing and answers."""

from __future__ import annotations

from aiogram.types import Update
from fastapi import FastAPI, Request, Response


def build() -> FastAPI:
    """Make the app."""
    app = FastAPI(openapi_url=None)

    @app.post("/telegram/webhook")
    async def webhook(request: Request) -> Response:
        Update.model_validate_json(await request.body())
        return Response(status_code=200)

    return app
