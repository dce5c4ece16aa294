"""The command ``peka``: serve, chat, import and the rest of an operator's day."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot import broadcasts
from bot.settings import DEMO_REGIONS, Misconfigured, Settings, read_settings

if TYPE_CHECKING:
    from bot.backup import Premises
    from bot.house import House

T = TypeVar("T")

main = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                   help="Peka: the chatbot of a district social-affairs office.")  # fmt: skip
database = typer.Typer(no_args_is_help=True, help="The database.")
importing = typer.Typer(no_args_is_help=True, help="Bring in an office's lists.")
staff = typer.Typer(no_args_is_help=True, help="Officers.")
auditing = typer.Typer(no_args_is_help=True, help="The audit log.")
templating = typer.Typer(no_args_is_help=True, help="The templates of the WhatsApp account.")
poison = typer.Typer(no_args_is_help=True, help="Deliveries that could not be read or handled.")
main.add_typer(database, name="db")
main.add_typer(importing, name="import")
main.add_typer(staff, name="staff")
main.add_typer(poison, name="poison")
main.add_typer(broadcasts.commands, name="broadcast")
main.add_typer(templating, name="templates")
main.add_typer(auditing, name="audit")
learnt = typer.Typer(no_args_is_help=True, help="What is learnt from use.")
main.add_typer(learnt, name="learn")
telling = typer.Typer(no_args_is_help=True, help="Events told to the office's own systems.")
main.add_typer(telling, name="events")
exporting = typer.Typer(no_args_is_help=True, help="Write the office's figures to a file.")
main.add_typer(exporting, name="export")


def settings(*, demo: bool = False) -> Settings:
    """Read the settings, or say every problem at once and end."""
    from bot import logs

    try:
        found = read_settings()
    except Misconfigured as fault:
        for complaint in fault.complaints:
            typer.echo(complaint, err=True)
        raise typer.Exit(2) from None
    if demo:
        found = found.model_copy(update={"demo": True})
    os.umask(0o077)
    logs.set_up(found.log)
    return found


def house(found: Settings) -> House:
    """Put the parts together with the writer at work, for a command."""
    from bot.house import build_house

    built = build_house(found)
    built.writer.start()
    return built


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


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database to this release."""
    from storage import schema

    found = settings()
    found.make_home()
    schema.upgrade(found.url)
    typer.echo("The database is up to date.")


@main.command("backup")
def backup(file: Path) -> None:
    """Write database and evidence, not the keys, to FILE (or a new file in that folder)."""
    from datetime import UTC, datetime

    from bot import backup as made

    now = datetime.now(UTC)
    target = file / f"peka-{now:%Y%m%d-%H%M%S}.tar" if file.is_dir() else file
    manifest = _with_backups(lambda place: made.back_up(place, target, now))
    pieces = len(manifest.files) - len(manifest.rows)
    typer.echo(f"{target}: {sum(manifest.rows.values())} rows, {pieces} files of evidence.")
    typer.echo("The secret key is not in it: keep that apart.")


@main.command("restore")
def restore(file: Path) -> None:
    """Put a backup into an empty house; the secret key must be there already."""
    from bot import backup as made

    manifest = _with_backups(lambda place: made.restore(place, file))
    typer.echo(f"Restored: {sum(manifest.rows.values())} rows as of {manifest.at}.")
    typer.echo("Now: peka audit verify, then peka serve.")


def _with_backups(work: Callable[[Premises], T]) -> T:
    """Find the place and the key, do it, or say in words why it cannot be done."""
    from bot.backup import Premises, Unusable
    from storage.seal import Sealer

    found = settings()
    found.make_home()
    if not found.has_key():
        typer.echo("There is no secret key yet: put secret.key into PEKA_HOME first.", err=True)
        raise typer.Exit(2)
    place = Premises(found.url, found.evidence_folder, Sealer.from_setting(found.key()))
    try:
        return work(place)
    except (Unusable, OSError) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(2) from None


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


@importing.command("recipients")
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


@importing.command("payments")
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


@main.command("place")
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


@staff.command("add")
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


@staff.command("list")
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


@staff.command("end")
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


@auditing.command("verify")
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


@telling.command("list")
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


@telling.command("replay")
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


@exporting.command("lessons")
def export_lessons(file: Path) -> None:
    """Write how many have learned, by village and group, as CSV; no names of people."""
    from bot.exports import write_lessons

    built = house(settings())
    try:
        rows = write_lessons(built, file)
    finally:
        built.writer.stop()
    typer.echo(f"{rows} rows written to {file}.")


@learnt.command("report")
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


@learnt.command("export")
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


@templating.command("sync")
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


@templating.command("list")
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


@main.command("understand")
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


@poison.command("list")
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


@poison.command("replay")
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


if __name__ == "__main__":
    sys.exit(main())
