"""``peka poison``: deliveries that could not be read or handled."""

from __future__ import annotations

import asyncio

import typer

from bot.operations.opening import house, settings

commands = typer.Typer(no_args_is_help=True, help="Deliveries that could not be read or handled.")


@commands.command("list")
def list_poison() -> None:
    """List what is kept, newest first; bodies stay sealed."""
    from storage import poison as kept

    built = house(settings())
    try:
        found = built.writer.do_now(kept.newest)
    finally:
        built.writer.stop()
    for one in found:
        mark = "replayed" if one.replayed else "kept"
        typer.echo(
            f"{one.id}\t{one.at:%Y-%m-%d %H:%M}\t{one.account}\t{one.code}\t{mark}\t{one.reason}"
        )


@commands.command("replay")
def replay_poison(number: int) -> None:
    """Take one of them again, as if it had just come in."""
    from bot.officers import replay

    found = settings()
    if not asyncio.run(replay(found, number)):
        typer.echo(
            f"There is no poison number {number}, or its channel is not configured.", err=True
        )
        raise typer.Exit(1)
    typer.echo("Taken.")
