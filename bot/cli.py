"""The command ``peka``: serve, chat, import and the rest of an operator's day."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.operations import (
    audit,
    broadcasts,
    database,
    events,
    figures,
    learning,
    lists,
    poison,
    reading,
    staff,
    templates,
)
from bot.operations.opening import house, settings

if TYPE_CHECKING:
    from bot.house import House

main = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                   help="Peka: the chatbot of a district social-affairs office.")  # fmt: skip
main.add_typer(database.commands, name="db")
main.add_typer(lists.commands, name="import")
main.add_typer(staff.commands, name="staff")
main.add_typer(poison.commands, name="poison")
main.add_typer(broadcasts.commands, name="broadcast")
main.add_typer(templates.commands, name="templates")
main.add_typer(audit.commands, name="audit")
main.add_typer(learning.commands, name="learn")
main.add_typer(events.commands, name="events")
main.add_typer(figures.commands, name="export")


@main.command()
def serve(
    *,
    demo: Annotated[
        bool, typer.Option(help="Load made-up families and open the web page.")
    ] = False,
) -> None:
    """Serve the webhooks and the web page; with a token and no public URL, poll Telegram."""
    from bot import serving
    from bot.app import build

    found = settings(demo=demo)
    app = build(found)

    def ready() -> None:
        typer.echo(f"Peka is ready on http://{found.host}:{found.port}", err=True)
        if found.demo:
            typer.echo("Made-up families and officers to try it with: peka demo", err=True)

    serving.serve(app, found.host, found.port, ready, behind_proxy=bool(found.public_url))
    if not app.state.house.writer.alive and app.state.house.writer.died is not None:
        raise typer.Exit(1)


@main.command()
def work() -> None:
    """Work without a door: send, fetch, and run what is planned (the scale-out tier)."""
    from bot.app import build, running
    from bot.work import working

    found = settings()

    async def stay() -> None:
        built: House = build(found).state.house
        async with running(built):
            with working(built):
                typer.echo("Peka is at work.", err=True)
                await asyncio.Event().wait()

    asyncio.run(stay())


@main.command()
def chat(*, demo: bool = True, person: str = "saya") -> None:
    """Talk to Peka in the terminal."""
    from bot.app import running
    from bot.house import build_house
    from bot.terminal import chat as chatting

    found = settings(demo=demo)

    async def talk() -> None:
        built = build_house(found)
        async with running(built):
            await chatting(built, person)

    asyncio.run(talk())


main.command("backup")(database.backup)
main.command("restore")(database.restore)


@main.command("demo")
def demo(
    *, json_: Annotated[bool, typer.Option("--json", help="As JSON, for scripts.")] = False
) -> None:
    """List made-up households, staff and their codes."""
    from bot.demo import demo_listing, load_demo, readable

    built = house(settings(demo=True))
    try:
        load_demo(built)
        listing = demo_listing(built)
    finally:
        built.writer.stop()
    typer.echo(json.dumps(listing, ensure_ascii=False) if json_ else readable(listing))


main.command("place")(reading.place)
main.command("understand")(reading.understand)

if __name__ == "__main__":
    sys.exit(main())
