"""``peka learn``: what is learnt from use."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.operations.opening import house, settings

commands = typer.Typer(no_args_is_help=True, help="What is learnt from use.")


@commands.command("report")
def learn_report(
    *,
    days: Annotated[int, typer.Option(help="How many days back.")] = 30,
    json_: Annotated[bool, typer.Option("--json", help="As JSON, for scripts.")] = False,
) -> None:
    """Show how much was understood each day, and at which questions people stop."""
    from bot import teaching_report

    built = house(settings())
    try:
        found = teaching_report.report(built, days)
    finally:
        built.writer.stop()
    typer.echo(json.dumps(found, ensure_ascii=False) if json_ else teaching_report.readable(found))


@commands.command("export")
def learn_export() -> None:
    """Print what officers taught as a knowledge file, for the next release."""
    from bot.teaching_report import exported
    from storage import teaching

    built = house(settings())
    try:
        found = built.writer.do_now(lambda unit: teaching.examples(unit, teaching.AGREED))
    finally:
        built.writer.stop()
    typer.echo(exported(found))
