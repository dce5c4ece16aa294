"""``peka export``: the office's figures as files."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.operations.opening import house, settings

commands = typer.Typer(no_args_is_help=True, help="Write the office's figures to a file.")


@commands.command("lessons")
def export_lessons(file: Path) -> None:
    """Write how many have learned, by village and group, as CSV; no names of people."""
    from bot.exports import write_lessons

    built = house(settings())
    try:
        rows = write_lessons(built, file)
    finally:
        built.writer.stop()
    typer.echo(f"{rows} rows written to {file}.")
