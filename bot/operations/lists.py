"""``peka import``: bringing in an office's lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.operations.opening import house, settings

commands = typer.Typer(no_args_is_help=True, help="Bring in an office's lists.")


@commands.command("recipients")
def recipients(
    file: Path,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and report, keep nothing.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write every finding to this CSV file.")
    ] = None,
    data_date: Annotated[
        str, typer.Option("--date", help="Date of the data, YYYY-MM-DD (today).")
    ] = "",
) -> None:
    """Import a list of recipients (.csv or .xlsx); all of it becomes visible at once."""
    bring_in(file, data_date, report, dry_run=dry_run)


@commands.command("payments")
def payments(
    file: Path,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and report, keep nothing.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write every finding to this CSV file.")
    ] = None,
    data_date: Annotated[
        str, typer.Option("--date", help="Date of the data, YYYY-MM-DD (today).")
    ] = "",
) -> None:
    """Import a pay list (.csv or .xlsx): the status of families that are known."""
    bring_in(file, data_date, report, dry_run=dry_run, payments=True)


def bring_in(
    file: Path, data_date: str, report: Path | None, *, dry_run: bool, payments: bool = False
) -> None:
    """Import a file and end with what came of it."""
    from bot.imports import import_list

    built = house(settings())
    try:
        day = date.fromisoformat(data_date) if data_date else None
        good = import_list(
            built, file, payments=payments, dry_run=dry_run, report=report, as_of=day
        )
    except ValueError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(2) from None
    finally:
        built.writer.stop()
    raise typer.Exit(0 if good else 1)
