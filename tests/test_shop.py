"""The facade: domains of a workspace, read-only opening, Chinese and English alike."""

import pytest

import needlens
from needlens.errors import NotFound, UserError, WorkspaceBusy
from needlens.shop import Shop


def test_an_untouched_domain_follows_the_shipped_one_and_an_edited_one_stays(tmp_path):
    needlens.open(tmp_path / "s").close()
    own = tmp_path / "s" / "domains" / "ecommerce.toml"
    shipped = tmp_path / "s" / "domains" / ".ecommerce.shipped"
    now = own.read_bytes()
    from hashlib import sha256

    old = now + b"\n# as an older version shipped it\n"
    own.write_bytes(old)
    shipped.write_text(sha256(old).hexdigest())
    needlens.open(tmp_path / "s").close()
    assert own.read_bytes() == now
    own.write_bytes(now + "\n# 我自己的词\n".encode())
    needlens.open(tmp_path / "s").close()
    assert own.read_bytes().endswith("我自己的词\n".encode())


def test_read_only_never_makes_a_workspace(tmp_path):
    with pytest.raises(NotFound, match="needlens open"):
        Shop.open(tmp_path / "nowhere", read_only=True)
    assert not (tmp_path / "nowhere").exists()


def test_a_file_in_the_workspaces_place_is_told(tmp_path):
    (tmp_path / "s").write_text("x")
    with pytest.raises(UserError, match="is a file"):
        Shop.open(tmp_path / "s")


def test_a_workspace_in_use_is_told(tmp_path):
    import subprocess
    import sys

    with Shop.open(tmp_path / "s"):
        done = subprocess.run(
            [sys.executable, "-m", "needlens", "--shop", str(tmp_path / "s"), "mine"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2 and "is using" in done.stderr
    assert WorkspaceBusy.exit_code == 2


@pytest.mark.parametrize("script", ["simplified", "traditional", "english"])
def test_one_need_however_it_is_written(tmp_path, script):
    texts = {
        "simplified": ["物流太慢了", "快递很慢，等了一周", "发货速度太慢"],
        "traditional": ["物流太慢了", "快遞很慢，等了一週", "出貨速度太慢"],
        "english": [
            "Delivery was very slow",
            "Slow shipping, waited a week",
            "Shipping is too slow",
        ],
    }[script]
    path = tmp_path / "r.csv"
    path.write_text("review\n" + "\n".join(f'"{t}"' for t in texts), encoding="utf-8")
    with needlens.open(tmp_path / "s") as shop:
        from needlens.sources import Reading

        shop.ingest(path, Reading(kind="review", fields={"text": "review"}))
        shop.mine()
        (need,) = shop.needs()
    assert need.category == "LOGISTICS#SPEED" and need.state == "unmet"
    assert need.statement == (need.statement_en if script == "english" else need.statement_zh)
