"""The one cache of what language models answered."""

import pytest

from needlens.mining.llm_cache import Cache


@pytest.mark.parametrize("key", ["物流太慢了", "slow delivery", "half \ud83d"])
def test_what_is_kept_comes_back_for_its_version_only(tmp_path, key):
    Cache(tmp_path, "1").put(key, {"读": [1, 2.5, None]})
    assert Cache(tmp_path, "1").get(key) == {"读": [1, 2.5, None]}
    assert Cache(tmp_path, "2").get(key) is None and Cache(tmp_path, "1").get("other") is None
    names = [path.name for path in tmp_path.rglob("*.json")]
    assert len(names) == 1 and "slow" not in names[0]


def test_damage_is_as_nothing(tmp_path):
    cache = Cache(tmp_path, "1")
    cache.put("物流", [1])
    (file,) = tmp_path.rglob("*.json")
    for damaged in (b"", b"[1", b"\xff\xfe", b"[" * 100_000):
        file.write_bytes(damaged)
        assert cache.get("物流") is None
    cache.put("物流", [2])
    assert cache.get("物流") == [2]


def test_without_a_folder_nothing_is_kept():
    cache = Cache(None, "1")
    cache.put("slow", [1])
    assert cache.get("slow") is None
