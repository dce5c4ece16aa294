"""``peka place``, ``peka understand``: what is read in a text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.operations.opening import settings
from bot.settings import DEMO_REGIONS


def place(
    text: Annotated[str, typer.Argument(help="What somebody wrote.")] = "",
    *,
    file: Annotated[
        Path | None, typer.Option(help="One text a line, or a table with tabs.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="As JSON, for scripts.")] = False,
    region: Annotated[
        str, typer.Option(help="Kemendagri codes to look in (PEKA_REGION; the demo's four).")
    ] = "",
) -> None:
    """Show which village a text is read as: ``peka place "ds labuhan kec sepulu rt 2"``."""
    from bot import places
    from bot.columns import texts_of
    from bot.data import regions

    asked = [one.strip() for one in region.split(",") if one.strip()]
    texts = [text] if file is None else texts_of(file)
    found = list(places.answers(texts, regions().within(asked or _searched())))
    if json_:
        typer.echo(json.dumps(found[0] if file is None else found, ensure_ascii=False))
        return
    for one in found:
        typer.echo(places.readable(one))


def _searched() -> tuple[str, ...]:
    """Give the regencies of this office; the demo's where none is set."""
    found = settings()
    return found.region if "region" in found.model_fields_set else DEMO_REGIONS


def understand(
    text: Annotated[str, typer.Argument(help="What somebody wrote.")] = "",
    *,
    file: Annotated[
        Path | None, typer.Option(help="A file with one message a line (TSV).")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="As JSON; of a file, a list.")] = False,
) -> None:
    """Show what is read in a message, why, and what would be answered."""
    from bot.understood import reader_of, told, utterances

    reading = reader_of(settings())
    try:
        said = list(utterances(file)) if file else []
    except OSError as fault:
        typer.echo(f"{file}: {fault.strerror}", err=True)
        raise typer.Exit(2) from None
    found = [{"id": number, **reading.read(one)} for number, one in said]
    if not file:
        found = [reading.read(text)]
    if json_:
        typer.echo(json.dumps(found if file else found[0], ensure_ascii=False))
        return
    for one in found:
        typer.echo(told(one))
