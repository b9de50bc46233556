"""ChatTurn 客服对话: one message between a customer and the shop."""

from __future__ import annotations

import dataframely as dy

from needlens.records._columns import LANGUAGES, Signal

SPEAKERS = ("customer", "agent", "bot")


class ChatTurn(Signal):
    """A message; only the customer's own turns are mined."""

    table = "chats"
    masked = ("text",)

    conversation_id = dy.String(nullable=True)
    speaker = dy.Enum(SPEAKERS, nullable=False)
    text = dy.String(nullable=False, min_length=1)
    language = dy.Enum(LANGUAGES, nullable=True)
