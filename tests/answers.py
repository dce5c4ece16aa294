"""The reviewer's page of every short answer: `python -m tests.answers` writes docs/answers.md.

`python -m tests.answers --due` lists the answers whose newest source is older than a year, and
changes nothing; it is for people and for the log of a build, and never makes one fail.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from conversations.around.answers import ANSWERS, Answer
from conversations.text import Source

PAGE = Path(__file__).resolve().parents[1] / "docs" / "answers.md"
REVIEW_AFTER_MONTHS = 12
HEAD = """# Short answers, and where they come from

Written by `python -m tests.answers` from `conversations/around/answers.py`; a test fails where the
two differ. An answer is to be read again by the office twelve months after its newest source;
`python -m tests.answers --due` lists those, and so does `make check`, which does not fail because
of them. Where the chat is linked to a family, the family's own data are told first.

| Topic | What is said | Source | As of | Read again |
|---|---|---|---|---|
"""


def review_of(answer: Answer) -> str:
    """Name the month in which an answer has to be read again."""
    year, month = map(int, answer.as_of.split("-"))
    return f"{year + REVIEW_AFTER_MONTHS // 12}-{month:02}"


def due(day: date) -> list[Answer]:
    """List the answers that are to be read again."""
    return [one for one in ANSWERS if review_of(one) <= f"{day:%Y-%m}"]


def page() -> str:
    """Write the page."""
    rows = []
    for one in ANSWERS:
        said = one.text.into(Source()).replace("\n", " ").replace("|", "/")
        rows.append(f"| {one.name} | {said} | {one.source} | {one.as_of} | {review_of(one)} |")
    return HEAD + "\n".join(rows) + "\n"


def main() -> None:
    if "--due" in sys.argv:
        for one in due(datetime.now(UTC).date()):
            sys.stdout.write(f"{one.name}: {one.as_of}, to be read again since {review_of(one)}\n")
        return
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
