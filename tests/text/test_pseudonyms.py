import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from needlens.errors import ConfigError
from needlens.text.pseudonyms import KEY_VARIABLE, Pseudonyms, read_or_create_key


@pytest.fixture(autouse=True)
def no_key_in_the_environment(monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


def test_form_and_equality():
    names = Pseudonyms(b"k" * 32).series(
        pl.Series("customer_id", ["买家8", " 买家８\u3000", "Buyer 8", None, "买家8"])
    )
    assert names.name == "customer_id" and names.dtype == pl.String
    assert all(re.fullmatch("c-[0-9a-f]{16}", name) for name in names.drop_nulls())
    assert names[0] == names[1] == names[4] != names[2]
    assert names[3] is None


def test_known_value_so_that_pseudonyms_never_change_between_versions():
    assert Pseudonyms(bytes(32)).series(pl.Series(["u1"])).to_list() == ["c-3703eee47f4bc689"]


def test_another_key_gives_other_pseudonyms():
    ids = pl.Series(["a", "b"])
    assert not Pseudonyms(b"k" * 32).series(ids).equals(Pseudonyms(b"l" * 32).series(ids))


@pytest.mark.parametrize(
    "ids", [pl.Series("x", [], dtype=pl.String), pl.Series("x", [None, None], dtype=pl.String)]
)
def test_nothing_to_hash(ids):
    assert Pseudonyms(bytes(32)).series(ids).to_list() == ids.to_list()


def test_numbers_are_ids_too():
    assert (
        Pseudonyms(bytes(32))
        .series(pl.Series([12, None]))
        .equals(Pseudonyms(bytes(32)).series(pl.Series(["12", None])))
    )


def test_neither_repr_nor_errors_show_a_key():
    assert "6b6b" not in repr(Pseudonyms(b"k" * 32)) and "kk" not in repr(Pseudonyms(b"k" * 32))
    with pytest.raises(ConfigError, match="32 bytes, not 5") as error:
        Pseudonyms(b"short")
    assert "short" not in str(error.value)


def test_key_is_made_once_for_the_owner_only(tmp_path):
    path = tmp_path / "shop" / "key"
    key = read_or_create_key(path)
    assert len(key) == 32 and read_or_create_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["key"]


def test_all_who_create_it_at_once_get_the_same_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: read_or_create_key(tmp_path / "key"), range(64)))
    assert len(set(keys)) == 1


def test_a_damaged_key_is_refused_and_kept(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(b"half a key")
    with pytest.raises(ConfigError, match="10 bytes instead of 32; restore it") as error:
        read_or_create_key(path)
    assert "half" not in str(error.value)
    assert path.read_bytes() == b"half a key"


def test_a_folder_instead_of_a_key(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_or_create_key(tmp_path)


def test_a_key_that_cannot_be_created(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigError, match=r"cannot be (created|read)"):
        read_or_create_key(tmp_path / "file" / "key")


def test_the_environment_goes_first(tmp_path, monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, "ab" * 32)
    assert read_or_create_key(tmp_path / "key") == b"\xab" * 32
    assert not os.path.exists(tmp_path / "key")


@pytest.mark.parametrize("wrong", ["abcd", "zz" * 32, "钥匙"])
def test_a_wrong_key_in_the_environment(tmp_path, monkeypatch, wrong):
    monkeypatch.setenv(KEY_VARIABLE, wrong)
    with pytest.raises(ConfigError, match="64 hex digits") as error:
        read_or_create_key(tmp_path / "key")
    assert wrong not in str(error.value)
