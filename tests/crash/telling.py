"""`peka serve` or `peka work` on any day of the year: a holiday would hold a broadcast back."""

import sys
from unittest.mock import patch

from bansos.workdays import Calendar
from bot import cli, data
from bot.settings import Settings
from conversations.changed import replace
from handlers.facts import Library


def without_holidays(settings: Settings) -> Library:
    return replace(data.library(settings), calendar=Calendar())


if __name__ == "__main__":
    with patch("bot.house.library", without_holidays):
        cli.main([sys.argv[1]])
