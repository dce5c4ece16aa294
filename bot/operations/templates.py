"""``peka templates``: the templates of the WhatsApp account."""

from __future__ import annotations

import asyncio

import typer

from bot.operations.opening import house, settings

commands = typer.Typer(no_args_is_help=True, help="The templates of the WhatsApp account.")


@commands.command("sync")
def sync_templates() -> None:
    """Ask WhatsApp for the account's templates and note how each stands."""
    from bot.templates import sync_by_hand

    try:
        found = asyncio.run(sync_by_hand(settings()))
    except ValueError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{found} templates in the account.")
    list_templates()


@commands.command("list")
def list_templates() -> None:
    """List how the office's own templates stand, and what else the account has."""
    from bot.templates import listing
    from storage import templates as kept

    built = house(settings())
    try:
        found = built.writer.do_now(kept.everything)
    finally:
        built.writer.stop()
    for line in listing(found):
        typer.echo(line)
