from __future__ import annotations

import pytest

from needlens.needs.voices import count, with_voice
from needs.said import said


def voices(*rows):
    counted = count(with_voice(said(*rows)), ["category"])
    return counted["voices"].sum()


def test_a_customer_is_one_voice_however_often_they_speak():
    assert voices(*[{"customer_id": "顾客甲"}] * 20, {"customer_id": "b"}) == 2


def test_texts_of_unknown_customers_are_voices():
    assert voices({}, {}, {"customer_id": ""}) == 3


def test_two_opinions_in_one_text_are_one_voice():
    assert voices({"signal_id": "x"}, {"signal_id": "x"}) == 1


@pytest.mark.parametrize("customer", [None, "c{}"])
def test_a_flood_of_copies_is_one_voice(customer):
    flood = [
        {"weight": 1 / 500, "customer_id": customer and customer.format(i)} for i in range(500)
    ]
    assert voices(*flood) == pytest.approx(1)
