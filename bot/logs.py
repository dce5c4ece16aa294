"""Logging: one line an event, no personal data; a traceback shows places, never values."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

DEEPEST = 12
"""Frames of a traceback that are logged."""


def set_up(form: str) -> None:
    """Log to standard error, as coloured lines or as JSON."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            places_only,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_args: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )
    for name in ("httpx", "httpcore", "aiogram", "pywa", "sqlalchemy", "dbos"):
        logging.getLogger(name).setLevel(logging.WARNING)


def places_only(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace an exception by its type and the places it passed: its text may hold a NIK."""
    fault = event.pop("exc_info", None)
    if isinstance(fault, BaseException):
        frames = traceback.extract_tb(fault.__traceback__)[-DEEPEST:]
        event["fault"] = type(fault).__name__
        event["places"] = [
            f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames
        ]
    return event
