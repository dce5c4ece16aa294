"""What people wrote, out of a file of one text a line or a table with tabs."""

from __future__ import annotations

from pathlib import Path

import typer

HEADINGS = frozenset({"text", "teks", "utterance", "ucapan", "query", "input", "place", "tempat"})
"""Headings that name the column with the texts; without one it is the longest column."""


def texts_of(file: Path) -> list[str]:
    """Read the texts; a file that cannot be read is said, and the command ends."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        typer.echo(f"{file} cannot be read: {fault}.", err=True)
        raise typer.Exit(2) from None
    return texts([line.split("\t") for line in lines if line.strip()])


def texts(rows: list[list[str]]) -> list[str]:
    """Choose the column: by its heading, else the one that holds most letters."""
    if not rows:
        return []
    names = [cell.strip().casefold() for cell in rows[0]]
    named = next((at for at, name in enumerate(names) if name in HEADINGS), None)
    if named is not None:
        return [row[named] if named < len(row) else "" for row in rows[1:]]
    width = max(map(len, rows))
    sizes = [sum(len(row[at]) for row in rows if at < len(row)) for at in range(width)]
    longest = sizes.index(max(sizes))
    return [row[longest] if longest < len(row) else "" for row in rows]
