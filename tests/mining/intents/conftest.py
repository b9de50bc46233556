"""Our own examples of intents, and an embedder of characters to learn them with."""

from pathlib import Path

import pytest

from lm.tiny_embedder import write
from needlens.lm.embedder import Embedder
from needlens.mining.intents import Examples, read, train

ZH = Path(__file__).parents[3] / "docs" / "examples" / "意图.csv"
EN = {
    "ORDER_STATUS": ["where is my order", "track my order please", "order still not here",
                     "when will my order arrive", "what is the status of the order",
                     "has my order been shipped", "my order is late", "order tracking number"],
    "RETURN_ITEM": ["i want to return this", "how do i return a shirt", "return label please",
                    "can i return it after a month", "send it back and return",
                    "what is your return policy", "returning two jackets", "start a return"],
    "PAY_WITH": ["can i pay by card", "do you take paypal", "pay in two rates", "payment failed",
                 "which cards can i pay with", "pay on delivery possible", "my payment bounced",
                 "charged twice for one payment"],
    "SIZE_HELP": ["what size fits me", "does the shoe run large", "size chart please",
                  "is medium the right size", "size for a tall man", "do these run small",
                  "waist size in cm", "which size should i take"],
    "TALK_TO_HUMAN": ["let me talk to a human", "agent please", "i need a real person",
                      "connect me to an agent", "talk to somebody", "human support now",
                      "is any agent online", "stop the bot, give me a person"],
    "": ["tell me a joke", "who won the match", "will it rain tomorrow", "sing something",
         "how old is the moon", "you are funny", "cook me dinner", "zzz qqq"],
}  # fmt: skip


@pytest.fixture(scope="session")
def english():
    texts, labels = zip(*[(t, label) for label, some in EN.items() for t in some], strict=True)
    return Examples.of(texts, labels)


@pytest.fixture(scope="session")
def chinese():
    return read(ZH, {"text": "问法"})


@pytest.fixture(scope="session")
def encoder_folder(tmp_path_factory, english, chinese):
    return write(tmp_path_factory.mktemp("encoder") / "tiny", [*english.texts, *chinese.texts])


@pytest.fixture(scope="session")
def embedder(encoder_folder):
    return Embedder(encoder_folder)


@pytest.fixture(scope="session")
def english_model(english, embedder):
    return train(english, embedder)


@pytest.fixture(scope="session")
def chinese_model(chinese, embedder):
    return train(chinese, embedder)
