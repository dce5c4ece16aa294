"""What every sub-command begins with: the settings, and the parts with the writer at work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from bot.settings import Misconfigured, Settings, read_settings

if TYPE_CHECKING:
    from bot.house import House


def settings(*, demo: bool = False) -> Settings:
    """Read the settings, or say every problem at once and end."""
    from bot import logs

    try:
        found = read_settings()
    except Misconfigured as fault:
        for complaint in fault.complaints:
            typer.echo(complaint, err=True)
        raise typer.Exit(2) from None
    if demo:
        found = found.model_copy(update={"demo": True})
    os.umask(0o077)
    logs.set_up(found.log)
    return found


def house(found: Settings) -> House:
    """Put the parts together with the writer at work, for a command."""
    from bot.house import build_house

    built = build_house(found)
    built.writer.start()
    return built


@contextmanager
def opened() -> Iterator[House]:
    """Put the parts together for one command."""
    built = house(settings())
    try:
        yield built
    finally:
        built.writer.stop()
