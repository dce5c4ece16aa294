"""Print a dialogue for reading aloud: ``python -m tests.conversations.console lapor ya mampu …``.

Each argument is one line of the person; one that begins with ``[`` taps the button of that label.
"""

import sys

from bot import data
from conversations.book import BOOK
from conversations.facts import Person
from tests.conversations.chat import Chat
from tests.conversations.desk import desk, load
from tests.conversations.samples import OFFICER, facts


def dialogue(*said: str, staff: bool = False) -> str:
    """The talk of somebody new (or of an officer) as it would be read."""
    understanding = data.understanding()
    who = facts(staff=OFFICER) if staff else facts(Person())
    chat = Chat(BOOK, who, desk(), load, understanding.read)
    for line in said:
        if line.startswith("["):
            chat.tap(line.strip("[]"))
        else:
            chat.say(line)
    return "\n".join(chat.lines)


if __name__ == "__main__":
    lines = [one for one in sys.argv[1:] if one != "--staff"]
    sys.stdout.write(dialogue(*lines, staff="--staff" in sys.argv) + "\n")
