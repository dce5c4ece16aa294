"""``peka staff``: officers, their roles and areas."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.operations.opening import house, settings

commands = typer.Typer(no_args_is_help=True, help="Officers.")


@commands.command("add")
def add_staff(
    name: str,
    role: Annotated[
        str, typer.Option(help="pendamping, operator_desa, tksk, verifikator, admin, auditor")
    ],
    region: Annotated[str, typer.Option(help="Kemendagri codes, separated by commas: 35.26.08")],
) -> None:
    """Add an officer and print the one-time code that links a chat: ``masuk CODE``."""
    from bot.officers import add_officer

    built = house(settings())
    try:
        code = add_officer(built, name, role, tuple(part.strip() for part in region.split(",")))
    except ValueError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(2) from None
    finally:
        built.writer.stop()
    typer.echo(f"{name} writes this to Peka within 7 days:\n\n  masuk {code}\n")


@commands.command("list")
def list_staff() -> None:
    """List the officers at work: number, role, regions, name."""
    from storage import staff as kept

    built = house(settings())
    try:
        found = built.writer.do_now(kept.everybody)
    finally:
        built.writer.stop()
    for one in found:
        typer.echo(f"{one.id}\t{one.role}\t{','.join(one.regions)}\t{one.name}")


@commands.command("end")
def end_staff(number: int) -> None:
    """End an officer's role, in every linked chat at once; NUMBER as in ``peka staff list``."""
    from bot.officers import end_officer

    built = house(settings())
    try:
        ended = end_officer(built, number)
    finally:
        built.writer.stop()
    if not ended:
        typer.echo(f"There is no officer number {number} at work.", err=True)
        raise typer.Exit(1)
    typer.echo(f"Officer {number} is no officer any more.")
