import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlens.errors import StoreError
from needlens.text.sealing import Seal

ROW = "订单1,13800138000,质量不错,mary@example.org,5\n"


@given(st.lists(st.text(), max_size=5))
def test_what_is_sealed_opens(texts):
    seal = Seal(bytes(32))
    assert [seal.open(sealed) for sealed in seal.seal(texts)] == texts


def test_lone_surrogates_survive():
    seal = Seal(bytes(32))
    assert seal.open(seal.seal(["a\ud800b"])[0]) == "a\ud800b"


def test_nothing_of_the_text_shows_and_equal_texts_differ():
    one, two = Seal(bytes(32)).seal([ROW, ROW])
    assert one != two
    assert b"13800138000" not in one and b"mary" not in one


@pytest.mark.parametrize(
    "change",
    [lambda b: b[:-1], lambda b: bytes([b[0] ^ 1]) + b[1:], lambda b: b"", lambda b: b"x" * 8],
)
def test_a_changed_seal_is_refused_in_a_sentence(change):
    seal = Seal(bytes(32))
    with pytest.raises(StoreError, match="damaged, or the workspace's key") as error:
        seal.open(change(seal.seal([ROW])[0]))
    assert "138" not in str(error.value)


def test_another_key_does_not_open():
    with pytest.raises(StoreError):
        Seal(b"k" * 32).open(Seal(bytes(32)).seal([ROW])[0])


def test_repr_shows_no_key():
    assert repr(Seal(b"k" * 32)) == "Seal(…)"


def test_many_rows_a_second():
    rows = [ROW] * 40_000
    started = time.process_time()
    Seal(bytes(32)).seal(rows)
    assert len(rows) / (time.process_time() - started) >= 200_000
