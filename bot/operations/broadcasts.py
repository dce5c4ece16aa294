"""``peka broadcast``: telling many from the command line, as an officer who answers for it."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from bot.operations.opening import opened

if TYPE_CHECKING:
    from bansos.broadcasts import BroadcastState
    from bot.house import House
    from conversations.text import Say
    from handlers.broadcasts import Acted, Refused
    from storage.broadcasts import Broadcast
    from storage.staff import Officer
    from storage.unit import Unit

commands = typer.Typer(no_args_is_help=True, help="Messages to many.")
Staff = Annotated[int, typer.Option("--staff", help="As whom: a number of `peka staff list`.")]
Ref = Annotated[str, typer.Argument(help="The broadcast's number, as `list` shows it.")]
PIECE = 500
ASKED = {"ajukan": "(--again)", "setuju": "(--yes)"}
"""How to answer yes to what is asked once more."""


def spoken(text: Say) -> str:
    """Say it in Indonesian: what is told here is told to an officer."""
    from conversations.text import Source

    return text.into(Source())


def refused(text: Say, way_on: str = "") -> typer.Exit:
    """Say why not, and end."""
    typer.echo(f"{spoken(text)} {way_on}".rstrip(), err=True)
    return typer.Exit(1)


def one_of(option: str, value: str, known: Sequence[str]) -> None:
    """Refuse a word that is none of a few."""
    if value not in known:
        words = ", ".join(one for one in known if one)
        raise typer.BadParameter(f"one of: {words}", param_hint=option)


def apart(written: list[str]) -> dict[str, str]:
    """Read ``whatsapp=TEXT`` and ``en.whatsapp=TEXT``: the words of one channel."""
    from bansos.broadcasts import CHANNELS, LANGUAGES

    found = {}
    for one in written:
        name, equals, text = one.partition("=")
        key = name if "." in name else f"id.{name}"
        language, _, channel = key.partition(".")
        if not equals or language not in LANGUAGES or channel not in CHANNELS:
            raise typer.BadParameter("whatsapp=TEXT, telegram=TEXT, web=TEXT or en.whatsapp=TEXT",
                                     param_hint="--on")  # fmt: skip
        found[key] = text
    return found


def officer_of(unit: Unit, number: int) -> Officer:
    """Find the officer who answers for the command."""
    from storage import staff

    found = staff.get(unit, number)
    if found is None:
        raise typer.BadParameter(f"nobody of number {number} is at work", param_hint="--staff")
    return found


@commands.command("new")
def new(  # noqa: PLR0913 - a broadcast has this many sides
    text: Annotated[str, typer.Argument(help="In Indonesian, with {nama}, {desa} … in it.")],
    staff: Staff,
    region: Annotated[str, typer.Option(help="Kemendagri codes, separated by commas.")],
    *,
    purpose: Annotated[str, typer.Option(help="education, schedule or reminder")] = "education",
    english: Annotated[str, typer.Option(help="The text for who uses English.")] = "",
    on: Annotated[
        list[str] | None,
        typer.Option(help="Other words on one channel: whatsapp=TEXT, or en.whatsapp=TEXT."),
    ] = None,
    programme: Annotated[str, typer.Option(help="pkh, sembako or pbi_jkn; all")] = "",
    role: Annotated[str, typer.Option(help="warga, petugas, or one role of the staff")] = "warga",
    language: Annotated[str, typer.Option(help="Only chats of this language: id or en")] = "",
    lesson: Annotated[
        int, typer.Option(help="Only who has not yet passed this lesson: its number.", min=0)
    ] = 0,
    tomorrow: Annotated[bool, typer.Option(help="Not before eight o'clock tomorrow.")] = False,
) -> None:
    """Write a draft, and count whom it reaches; nothing is sent before another one approves."""
    from bansos.broadcasts import LANGUAGES, ROLES, Audience, BroadcastState, Purpose
    from bansos.programmes import Programme
    from handlers import broadcasts as acting

    one_of("--purpose", purpose, tuple(Purpose))
    one_of("--programme", programme, ("", *Programme))
    one_of("--role", role, ROLES)
    one_of("--language", language, ("", *LANGUAGES))
    regions = tuple(one.strip() for one in region.split(",") if one.strip())
    audience = Audience(regions, programme=programme, role=role, language=language, lesson=lesson)
    with opened() as house:
        library, now = house.turns.library, house.writer.clock()
        if lesson:
            one_of("--lesson", str(lesson), [one.key for one in library.course.lessons])
        due = acting.tomorrow(library, now) if tomorrow else None
        texts = {"id": text, "en": english, **apart(on or [])}
        draft = acting.NewBroadcast(Purpose(purpose), texts, audience, due)
        made = house.writer.do_now(
            lambda unit: acting.propose(unit, library, draft, officer_of(unit, staff))
        )
        if isinstance(made, acting.Refused):
            raise refused(made.text)
        house.turns.fall_due_now("siaran")
        if tell(house, made, staff) is BroadcastState.DIBATALKAN:
            raise typer.Exit(1)  # nobody to reach


@commands.command("list")
def listed() -> None:
    """List the newest broadcasts: number, state, purpose, regions."""
    from storage import broadcasts

    with opened() as house:
        found = house.writer.do_now(broadcasts.newest)
    for one in found:
        regions = ",".join(one.audience.regions)
        typer.echo(f"{one.ref}\t{one.state.value}\t{one.purpose.value}\t{regions}")


@commands.command("show")
def show(ref: Ref, staff: Staff) -> None:
    """Show a broadcast: its text, where it stands, what became of its recipients."""
    done(ref, "buka", staff)


@commands.command("preflight")
def preflight(ref: Ref, staff: Staff) -> None:
    """Show whom a draft reaches, whom not and why, how long it takes and what it costs."""
    done(ref, "buka", staff)


@commands.command("submit")
def submit(
    ref: Ref,
    staff: Staff,
    *,
    again: Annotated[
        bool, typer.Option("--again", help="Though the same was sent within a week.")
    ] = False,
) -> None:
    """Hand a counted draft to those who may approve it."""
    done(ref, "ajukan", staff, sure=again)


@commands.command("approve")
def approve(
    ref: Ref,
    staff: Staff,
    *,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask with the number of people.")
    ] = False,
) -> None:
    """Approve a broadcast that somebody else wrote; `peka serve` or `peka work` sends it."""
    done(ref, "setuju", staff, sure=yes)


@commands.command("reject")
def reject(ref: Ref, staff: Staff) -> None:
    """Reject a broadcast that somebody else wrote."""
    done(ref, "tolak", staff)


@commands.command("pause")
def pause(ref: Ref, staff: Staff) -> None:
    """Let a broadcast stand still; what is not yet on its way is taken back."""
    done(ref, "jeda", staff)


@commands.command("resume")
def resume(ref: Ref, staff: Staff) -> None:
    """Let a paused broadcast go on."""
    done(ref, "lanjut", staff)


@commands.command("cancel")
def cancel(ref: Ref, staff: Staff) -> None:
    """End a broadcast; who was not reached is named as left out."""
    done(ref, "batal", staff)


@commands.command("results")
def results(
    ref: Ref,
    staff: Staff,
    *,
    csv_: Annotated[Path | None, typer.Option("--csv", help="Write to this file.")] = None,
) -> None:
    """List every recipient: number, channel, village, outcome, reason, time; nothing personal."""
    from conversations.broadcast.words import FEW_PEOPLE

    with opened() as house:
        broadcast = act(house, ref, "buka", staff).broadcast
        if too_few(house, broadcast, staff):
            raise refused(FEW_PEOPLE)
        if csv_ is None:
            write_results(house, broadcast, sys.stdout)
            return
        with csv_.open("w", newline="", encoding="utf-8") as file:
            write_results(house, broadcast, file)


def too_few(house: House, broadcast: Broadcast, staff: int) -> bool:
    """Tell whether a list would point at somebody, before an officer who may not see that."""
    from handlers.broadcast_showing import view

    library = house.turns.library
    return house.writer.do_now(
        lambda unit: view(unit, library, broadcast, officer_of(unit, staff)).tally.few
    )


def write_results(house: House, broadcast: Broadcast, file: TextIO) -> None:
    """Write the ledger, a piece at a time."""
    from storage import ledger
    from storage.unit import moment

    table, library, after = csv.writer(file), house.turns.library, 0
    table.writerow(("number", "channel", "village", "outcome", "reason", "at"))
    while rows := house.writer.do_now(
        partial(ledger.results, broadcast=broadcast.id, after=after, most=PIECE)
    ):
        for id_, account, village, outcome, reason, at, _family in rows:
            channel = account.partition(":")[0]
            when = library.local(moment(at)).isoformat(timespec="seconds")
            table.writerow((id_, channel, village, outcome, reason, when))
        after = rows[-1][0]


def act(house: House, ref: str, what: str, staff: int, *, sure: bool = False) -> Acted:
    """Do one act as an officer, with all who are told because of it; or say why not, and end."""
    from handlers import broadcasts as acting

    def work(unit: Unit) -> Acted | Refused:
        officer = officer_of(unit, staff)
        acted = acting.act(unit, house.turns.library, ref, what, officer, sure=sure)
        if isinstance(acted, acting.Acted):
            for notice in acted.notices:
                house.turns.notify(unit, notice)
        return acted

    acted = house.writer.do_now(work)
    if isinstance(acted, acting.Acted):
        return acted
    if acted.question and what == "setuju" and typer.confirm(spoken(acted.text)):
        return act(house, ref, what, staff, sure=True)
    raise refused(acted.text, ASKED.get(what, "") if acted.question else "")


def done(ref: str, what: str, staff: int, *, sure: bool = False) -> None:
    """Do one act and show what came of it."""
    with opened() as house:
        tell(house, act(house, ref, what, staff, sure=sure).broadcast.ref, staff)


def tell(house: House, ref: str, staff: int) -> BroadcastState | None:
    """Show a broadcast as its officer sees it in chat; give the state it is in."""
    from handlers.broadcast_showing import news
    from storage import broadcasts

    def work(unit: Unit) -> tuple[list[str], BroadcastState | None]:
        broadcast = broadcasts.by_ref(unit, ref)
        if broadcast is None:
            return [], None
        told = news(unit, house.turns.library, broadcast, officer_of(unit, staff))
        return [spoken(one.text) for one in told], broadcast.state

    texts, state = house.writer.do_now(work)
    typer.echo("\n\n".join(texts))
    return state
