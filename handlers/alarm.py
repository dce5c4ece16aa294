"""What an administrator must hear at once: a platform refuses one of the office's accounts."""

from __future__ import annotations

from bansos.staff import Act, StaffRole, may
from conversations.broadcast.words import CHANNELS
from conversations.text import say, word
from conversations.turn.taken import Reply
from handlers.notices import Notice
from storage import people, staff
from storage.unit import Unit


def alarm(unit: Unit, account: str) -> list[Notice]:
    """Tell the administrators, on every account but the refused one; why stands in the log."""
    channel = account.partition(":")[0]
    text = say(
        "{channel} menolak akun kantor. Pesan lewat sana ditahan, tidak ada yang hilang, "
        "dan dicoba lagi tiap menit. Tolong periksa tokennya.",
        channel=CHANNELS.get(channel) or word(channel),
    )
    admins = {one.id for one in staff.everybody(unit)
              if may(StaffRole(one.role), Act.MANAGE_STAFF)}  # fmt: skip
    chats = [people.known_by_id(unit, person) for person, officer in staff.chats(unit)
             if officer in admins]  # fmt: skip
    return [Notice(chat, "task", (Reply(text),))
            for chat in chats if chat is not None and chat.account != account]  # fmt: skip
