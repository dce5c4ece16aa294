"""``peka db``, ``peka backup``, ``peka restore``: the database and all that is kept beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from bot.operations.opening import settings

if TYPE_CHECKING:
    from bot.backup import Premises

T = TypeVar("T")
commands = typer.Typer(no_args_is_help=True, help="The database.")


@commands.command("upgrade")
def upgrade() -> None:
    """Bring the database to this release."""
    from storage import schema

    found = settings()
    found.make_home()
    schema.upgrade(found.url)
    typer.echo("The database is up to date.")


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
