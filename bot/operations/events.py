"""``peka events``: what the office's own systems are told."""

from __future__ import annotations

import typer

from bot.operations.opening import house, settings

commands = typer.Typer(no_args_is_help=True, help="Events told to the office's own systems.")


@commands.command("list")
def list_events() -> None:
    """List the newest hundred: number, time, kind, subject, state, tries, what went wrong."""
    from storage import events

    built = house(settings())
    try:
        found = built.writer.do_now(events.newest)
    finally:
        built.writer.stop()
    for one in found:
        typer.echo(
            f"{one.id}\t{one.made:%Y-%m-%d %H:%M}\t{one.kind}\t{one.subject}\t{one.state}"
            f"\t{one.attempts}\t{one.error}"
        )


@commands.command("replay")
def replay_event(number: int) -> None:
    """Send one of them once more."""
    from storage import events

    built = house(settings())
    try:
        again = built.writer.do_now(lambda unit: events.replay(unit, number))
    finally:
        built.writer.stop()
    if not again:
        typer.echo(f"There is no event number {number} that has left or was given up.", err=True)
        raise typer.Exit(1)
    typer.echo("It will be sent again.")
