"""``peka audit``: the audit log."""

from __future__ import annotations

import typer

from bot.operations.opening import house, settings

commands = typer.Typer(no_args_is_help=True, help="The audit log.")


@commands.command("verify")
def verify_audit() -> None:
    """Check the chain of the audit log, and that its end is still there."""
    from storage import audit

    built = house(settings())
    try:
        noted = built.head_file.read_text().strip() if built.head_file.exists() else ""
        fault = built.writer.do_now(lambda unit: audit.fault(unit, noted))
    finally:
        built.writer.stop()
    if fault:
        typer.echo(f"The audit log is broken: {fault}.", err=True)
        raise typer.Exit(1)
    typer.echo("The audit log is whole.")
