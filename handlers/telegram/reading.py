"""Telegram updates -> neutral messages: pure, for it stands before every turn.

The rules of what is heard and what is left unanswered stand here and in docs/channels.md:

- heard: what a person writes, taps or sends in a private chat; in a group only a command or a
  mention that names the bot, or a reply to it;
- an edited message is heard as EDITED, but not a moving live location, and never in a group;
- ignored, by kind: bots, channels, groups that talk among themselves, service messages, and every
  update that Peka did not ask for (polls, reactions, inline queries, business chats).
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

from aiogram.types import CallbackQuery, ChatMemberUpdated, Update
from aiogram.types import Message as Letter
from pydantic import ValidationError

from conversations.changed import replace
from conversations.said import Kind, Said
from handlers.channel import Delivery, Message, Odd, Presence, Signal, Undecodable
from handlers.telegram.core import bare, told
from handlers.telegram.plain import Tap, Words, plain
from handlers.telegram.said import LONGEST, said_in, spoken

_NAME = 64
_ENVELOPE_FIELDS = """
    message_id date chat from_user sender_chat sender_business_bot sender_boost_count sender_tag
    message_thread_id direct_messages_topic business_connection_id forward_origin is_topic_message
    is_automatic_forward reply_to_message external_reply quote reply_to_story
    reply_to_checklist_task_id via_bot edit_date has_protected_content is_from_offline is_paid_post
    media_group_id author_signature paid_star_count entities caption_entities link_preview_options
    effect_id reply_markup receiver_user ephemeral_message_id update_id
"""
_ENVELOPE = frozenset(_ENVELOPE_FIELDS.split())
"""Fields that surround what was said; the rest names the kind of an ignored message."""


class UpdateReader:
    """Reads the updates of one bot."""

    def __init__(self, account: str, bot_id: int) -> None:
        self.account = account
        self.bot_id = bot_id
        self._mention: re.Pattern[str] | None = None

    def named(self, username: str) -> None:
        """Learn the bot's own name, without which no mention in a group is recognised."""
        self._mention = re.compile(rf"@{re.escape(username)}(?!\w)", re.IGNORECASE)

    def read(self, raw: bytes) -> Delivery:
        """Read one update; raises Undecodable where not even its id can be found."""
        update = plain(raw)
        if update is not None and update.message is not None:
            return self._words(str(update.update_id), update.message)
        if update is not None and update.callback_query is not None:
            return self._tap(str(update.update_id), update.callback_query)
        return self.thoroughly(raw)

    def _words(self, update_id: str, words: Words) -> Delivery:
        text = words.text[:LONGEST].replace("\0", "")
        said = Said(
            text=self._plain(text) if text[:1] == "/" else text, reply_to=str(words.message_id)
        )
        at = datetime.fromtimestamp(words.date, UTC)
        message = Message(self.account, update_id, str(words.chat.id), said, at=at)
        return Delivery(messages=(message,))

    def _tap(self, update_id: str, tap: Tap) -> Delivery:
        said = Said(Kind.TAP, tap=tap.data.replace("\0", ""))
        address = str(tap.message.chat.id)
        message = Message(self.account, update_id, address, said, receipt=tap.id)
        return Delivery(messages=(message,))

    def thoroughly(self, raw: bytes) -> Delivery:
        """Read an update of any shape with aiogram; of a plain one the outcome is the same."""
        try:
            update = Update.model_validate_json(raw)
        except ValidationError as error:
            if (mended := _mended(raw)) != raw:
                return self.thoroughly(mended)
            reason = _reason(error)
            if (known := self._core(raw)) is not None:
                return known
        except RecursionError:
            reason = "nested too deeply"
        else:
            return self._update(update)
        return self._odd(raw, reason)

    def _core(self, raw: bytes) -> Delivery | None:
        """Read the fields that Peka needs, where it is another one that is odd."""
        core = bare(raw)
        if core is None:
            return None
        try:
            return self._update(Update.model_validate_json(core))
        except (ValidationError, RecursionError):
            return None

    def _odd(self, raw: bytes, reason: str) -> Delivery:
        """Keep an update that has an id; raises Undecodable for any other bytes."""
        found = _json(raw)
        update_id = found.get("update_id") if isinstance(found, dict) else None
        if not isinstance(update_id, int) or isinstance(update_id, bool):
            raise Undecodable(reason)
        whom = told(found) if isinstance(found, dict) else ""
        return Delivery(odd=(Odd(str(update_id), raw, reason, whom),))

    def _update(self, update: Update) -> Delivery:
        """Tell the kinds of update apart, the most frequent first."""
        update_id = str(update.update_id)
        if update.message is not None:
            return self._heard(update_id, update.message)
        if update.callback_query is not None:
            return self._tapped(update_id, update.callback_query)
        if update.edited_message is not None:
            return self._edited(update_id, update.edited_message)
        if update.my_chat_member is not None:
            return self._member(update_id, update.my_chat_member)
        return _ignored(_kind(update))

    def _heard(self, update_id: str, letter: Letter) -> Delivery:
        """Read a message of a person."""
        sender = letter.from_user
        if sender is None or sender.is_bot:
            return _ignored("message:bot" if sender else "message:nobody")
        group = letter.chat.type != "private"
        if group and not self._addressed(letter):
            return _ignored(f"message:{letter.chat.type}")
        said = said_in(letter)
        if said is None:
            return _ignored(f"message:{_kind(letter)}")
        if said.text and (group or said.text[0] == "/"):
            said = replace(said, text=self._plain(said.text))
        return self._message(update_id, letter, said, group=group)

    def _edited(self, update_id: str, letter: Letter) -> Delivery:
        """Read the new version of a message, so that a secret in it is still found."""
        sender = letter.from_user
        said = said_in(letter)
        if sender is None or sender.is_bot or letter.chat.type != "private":
            return _ignored("edited_message:not_private")
        if said is None or said.kind is Kind.LOCATION:
            return _ignored(f"edited_message:{_kind(letter)}")
        changed = Said(Kind.EDITED, text=said.text, reply_to=said.reply_to)
        return self._message(update_id, letter, changed)

    def _tapped(self, update_id: str, tap: CallbackQuery) -> Delivery:
        """Read a tap on a button; where its message is no longer known, its sender is."""
        if tap.data is None or tap.from_user.is_bot:
            return _ignored("callback_query:game" if tap.data is None else "callback_query:bot")
        chat = tap.message.chat if tap.message is not None else None
        message = Message(
            account=self.account,
            id=update_id,
            address=str(chat.id if chat is not None else tap.from_user.id),
            said=Said(Kind.TAP, tap=tap.data.replace("\0", "")),
            group=chat is not None and chat.type != "private",
            receipt=tap.id,
        )
        return Delivery(messages=(message,))

    def _member(self, update_id: str, change: ChatMemberUpdated) -> Delivery:
        """Read that a person blocked the bot or let it back in."""
        presence = _PRESENCE.get(change.new_chat_member.status)
        if change.chat.type != "private" or presence is None:
            return _ignored(f"my_chat_member:{change.chat.type}")
        signal = Signal(self.account, update_id, str(change.chat.id), presence)
        return Delivery(signals=(signal,))

    def _addressed(self, letter: Letter) -> bool:
        """Tell whether a message in a group is meant for the bot."""
        if letter.chat.type == "channel":
            return False
        answered = letter.reply_to_message
        author = answered.from_user if answered is not None else None
        if author is not None and author.id == self.bot_id:
            return True
        text = letter.text or letter.caption or ""
        return self._mention is not None and self._mention.search(text) is not None

    def _plain(self, text: str) -> str:
        """Take the bot's own name out, and turn a command into plain words."""
        if self._mention is not None:
            text = self._mention.sub("", text).strip()
        return spoken(text)

    def _message(
        self, update_id: str, letter: Letter, said: Said, *, group: bool = False
    ) -> Delivery:
        """Put one message into the neutral form."""
        message = Message(
            account=self.account,
            id=update_id,
            address=str(letter.chat.id),
            said=said,
            at=_utc(letter.date),
            group=group,
        )
        return Delivery(messages=(message,))


_PRESENCE = {"kicked": Presence.BLOCKED, "member": Presence.BACK}


def _kind(item: Update | Letter) -> str:
    """Name what an ignored item holds, by its fields."""
    return min(item.model_fields_set - _ENVELOPE, default="nothing")[:_NAME]


def _ignored(kind: str) -> Delivery:
    return Delivery(ignored=(kind,))


def _utc(date: datetime) -> datetime | None:
    try:
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def _reason(error: ValidationError) -> str:
    """Say where an update is odd, without a word of what it holds."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(str(step) for step in first["loc"])
    return f"{place or 'update'}: {first['type']}"[:200]


def _mended(raw: bytes) -> bytes:
    """Replace lone halves of a sign, which are JSON all the same, and no text."""
    if rb"\ud" not in raw.lower():
        return raw
    try:
        return json.dumps(json.loads(raw), ensure_ascii=False).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return raw


def _json(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
