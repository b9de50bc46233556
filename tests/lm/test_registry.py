"""Publishing, going back and finding models; what publishers that are killed leave behind."""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lm.small_models import CARD, MADE, small_model
from needlens.errors import ModelError, NotFound, StoreError, WorkspaceBusy
from needlens.lm import shipped as shipped_module
from needlens.lm.durable import only_writer
from needlens.lm.registry import current, find, load, names, publish, rollback, versions

KILLS = 20
TESTS = Path(__file__).parents[1]
PATHS = os.pathsep.join((str(TESTS), os.environ.get("PYTHONPATH", "")))


@pytest.fixture
def root(tmp_path):
    return tmp_path / "我的店铺" / "models"


@pytest.fixture
def published(root, tmp_path):
    """Three versions of one model, each with other weights."""
    for i in range(3):
        publish(root, "reader", small_model(tmp_path / f"made{i}", i), CARD, created_at=MADE)
    return root


def weights(root, name="reader"):
    return find(name, root).path("model.safetensors").read_bytes()[-4:]


def test_what_is_published_is_what_is_loaded(root, tmp_path):
    files = small_model(tmp_path / "made", 1, 2)
    stored = publish(root, "reader", files, CARD, created_at=MADE)
    assert stored == load(root / "reader" / "1") == find("reader", root)
    assert stored.manifest.created_at == MADE
    assert set(stored.manifest.files) == {
        "card.md", "heads/taste.npy", "model.safetensors", "settings.toml", "tokenizer.json",
    }  # fmt: skip
    for path in stored.manifest.files.keys() - {"card.md"}:
        assert stored.path(path).read_bytes() == (files / path).read_bytes()
    assert stored.card().sha256 == stored.manifest.files["model.safetensors"].sha256
    assert stored.card().limits == CARD.limits
    with pytest.raises(ModelError, match=r"has no file 'other.onnx'; it has card.md"):
        stored.path("other.onnx")


def test_the_stamp_tells_name_version_and_content(published, tmp_path):
    first, second = (find("reader", published, v).stamp for v in ("1", "2"))
    assert first.startswith("reader/1@") and second.startswith("reader/2@")
    assert first[-8:] != second[-8:]
    again = publish(published, "reader", small_model(tmp_path / "again", 0), CARD)
    assert again.stamp == f"reader/4@{first[-8:]}"


def test_files_can_be_given_by_name(root, tmp_path):
    made = small_model(tmp_path / "made")
    given = {"model.safetensors": made / "model.safetensors", "a/b.json": made / "tokenizer.json"}
    assert set(publish(root, "reader", given, CARD).manifest.files) == {*given, "card.md"}
    with pytest.raises(NotFound, match="there is no file"):
        publish(root, "reader", {"x.json": tmp_path / "x.json"}, CARD)
    with pytest.raises(ModelError, match="leads outside"):
        publish(root, "reader", {"../x.json": made / "tokenizer.json"}, CARD)
    assert versions(root, "reader") == ["1"]


def test_a_published_folder_can_be_published_again(published):
    again = publish(published, "copy", published / "reader" / "3", CARD)
    assert again.manifest.digest == find("reader", published).manifest.digest
    assert names(published) == ["copy", "reader"]


def test_rollback_goes_back_to_what_was_in_use_before(published, tmp_path):
    assert (versions(published, "reader"), current(published, "reader")) == (["1", "2", "3"], "3")
    newest = weights(published)
    assert rollback(published, "reader").manifest.version == "2"
    assert weights(published) != newest
    assert rollback(published, "reader").manifest.version == "1"
    with pytest.raises(NotFound, match="choose one of 1, 2, 3 with --to"):
        rollback(published, "reader")
    publish(published, "reader", small_model(tmp_path / "made4", 4), CARD)
    assert current(published, "reader") == "4"
    # 2 and 3 were rolled back from: they are not what was in use before.
    assert rollback(published, "reader").manifest.version == "1"
    assert rollback(published, "reader", to="3").manifest.version == "3"
    assert rollback(published, "reader").manifest.version == "1"
    assert versions(published, "reader") == ["1", "2", "3", "4"]


def test_rollback_to_a_damaged_or_missing_version_changes_nothing(published):
    weights_2 = published / "reader" / "2" / "model.safetensors"
    weights_2.write_bytes(weights_2.read_bytes()[:-1] + b"!")
    with pytest.raises(ModelError, match="not the file that was published"):
        rollback(published, "reader")
    with pytest.raises(NotFound, match="no version '9'; there are: 1, 2, 3"):
        rollback(published, "reader", to="9")
    assert current(published, "reader") == "3"


def test_a_version_in_the_wrong_place_is_told(published):
    (published / "reader" / "3").rename(published / "reader" / "4")
    with pytest.raises(ModelError, match="does not belong there"):
        rollback(published, "reader", to="4")
    with pytest.raises(NotFound, match="no version '3'"):
        find("reader", published)


@pytest.mark.parametrize("text", ["", "latest", "../../x", "1\n..", "很好"])
def test_a_damaged_pointer_is_told_and_mended_by_choosing(published, text):
    (published / "reader" / "current").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="does not name a version; choose one"):
        find("reader", published)
    assert rollback(published, "reader", to="2").manifest.version == "2"
    assert current(published, "reader") == "2"


def test_what_cannot_be_published_leaves_nothing(root, tmp_path):
    made = small_model(tmp_path / "made")
    wrong = {
        "../reader": "is no name of a model",
        "阅读器": "is no name of a model",
        "Reader": "is no name of a model",
    }
    for name, sentence in wrong.items():
        with pytest.raises(ModelError, match=sentence):
            publish(root, name, made, CARD)
    (made / "notes.txt").write_text("x")
    with pytest.raises(ModelError, match=r"notes.txt is of a kind that a model does not hold"):
        publish(root, "reader", made, CARD)
    with pytest.raises(NotFound, match="no folder"):
        publish(root, "reader", tmp_path / "nowhere", CARD)
    assert not root.exists()


def test_the_card_must_speak_of_the_files(root, tmp_path):
    from dataclasses import replace

    made = small_model(tmp_path / "made")
    with pytest.raises(ModelError, match=r"names 'model.onnx' as the main file, but published are"):
        publish(root, "reader", made, replace(CARD, main_file="model.onnx"))
    with pytest.raises(ModelError, match=r"SHA-256 is not that of model.safetensors"):
        publish(root, "reader", made, replace(CARD, sha256="0" * 64))
    assert versions(root, "reader") == [] and names(root) == []
    assert [p.name for p in (root / "reader").iterdir()] == [".lock"]


def test_unknown_models_are_named_with_the_known(published):
    with pytest.raises(NotFound, match=r"no model .other. in .*; there are: reader"):
        current(published, "other")
    with pytest.raises(NotFound, match="no model 'other'"):
        rollback(published, "other")
    assert not (published / "other").exists()
    with pytest.raises(NotFound, match="give the folder of one"):
        load(published / "reader" / "77")


def test_a_second_publisher_waits_and_then_is_told(published, tmp_path):
    with (
        only_writer(published / "reader"),
        pytest.raises(WorkspaceBusy, match="try again when it is done"),
        only_writer(published / "reader", patience=0.1),
    ):
        pytest.fail("two writers at once")
    publish(published, "reader", small_model(tmp_path / "after"), CARD)
    assert current(published, "reader") == "4"


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "models").write_text("a file")
    with pytest.raises(StoreError, match="cannot be written"):
        publish(tmp_path / "models", "reader", small_model(tmp_path / "made"), CARD)


def publisher(root, folder, *more):
    return subprocess.Popen(
        [sys.executable, TESTS / "lm" / "publishing.py", root, "reader", folder, *more],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": PATHS},
    )  # fmt: skip


def test_publishers_killed_at_any_moment_break_nothing(root, tmp_path):
    """After each kill the model in use is whole and at least as new as the last announced."""
    random_ = random.Random("kill -9")
    made, torn = small_model(tmp_path / "made"), 0
    for _ in range(KILLS):
        with publisher(root, made) as process:
            said = process.stdout.readline().split()
            timer = threading.Timer(random_.uniform(0, 0.06), process.kill)
            timer.start()
            announced = [line.split()[1] for line in process.stdout if line.endswith("\n")]
        timer.join()
        assert process.returncode == -signal.SIGKILL
        last = int((announced or [said[1]])[-1])
        in_use = find("reader", root)
        assert int(in_use.manifest.version) >= last
        everything = versions(root, "reader")
        assert everything == [str(i + 1) for i in range(len(everything))]
        for version in everything[-12:]:
            assert find("reader", root, version).manifest.version == version
        torn += any((root / "reader").glob(".new-*"))
    assert torn >= KILLS // 4, "the kills must hit publishers at work"
    stored = publish(root, "reader", small_model(tmp_path / "last"), CARD)
    assert find("reader", root) == stored
    assert not any((root / "reader").glob(".new-*"))


DYING = """
import os, signal, sys
from pathlib import Path
from lm.small_models import CARD
from needlens.lm.registry import publish
left, real = int(sys.argv[3]), os.fsync
def fsync(handle):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    real(handle)
os.fsync = fsync
publish(Path(sys.argv[1]), "reader", Path(sys.argv[2]), CARD)
"""


def test_a_publisher_that_dies_at_any_step_leaves_the_old_model_or_the_new_one(published, tmp_path):
    made = small_model(tmp_path / "made", 9)
    outcomes = []
    for step in range(100):
        before = current(published, "reader")
        done = subprocess.run(
            [sys.executable, "-c", DYING, published, made, str(step)],
            env={**os.environ, "PYTHONPATH": PATHS}, check=False,
        )  # fmt: skip
        for version in versions(published, "reader"):
            find("reader", published, version)
        in_use = find("reader", published).manifest.version
        torn = any((published / "reader").glob(".new-*"))
        outcomes.append((in_use != before, torn))
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
    assert {(False, True), (False, False), (True, False)} == set(outcomes)
    assert outcomes[0] == (False, True) and outcomes[-1] == (True, False)


def test_publishers_at_once_get_different_versions_and_none_is_broken(root, tmp_path):
    each = 8
    folders = [small_model(tmp_path / f"made{i}") for i in range(3)]
    processes = [publisher(root, folder, str(each)) for folder in folders]
    said = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    got = sorted(int(line.split()[1]) for text in said for line in text.splitlines())
    assert got == list(range(1, 3 * each + 1))
    for version in got:
        assert find("reader", root, str(version)).manifest.version == str(version)
    assert current(root, "reader") == str(3 * each)


def test_a_reader_sees_a_whole_model_while_others_publish(root, tmp_path):
    with publisher(root, small_model(tmp_path / "made"), "40") as process:
        process.stdout.readline()
        seen = set()
        while process.poll() is None:
            seen.add(find("reader", root).stamp)
        process.stdout.read()
    assert process.returncode == 0 and len(seen) > 1


def test_a_shop_without_a_model_of_its_own_uses_the_shipped_one(root, tmp_path, monkeypatch):
    monkeypatch.setitem(shipped_module.SHIPPED, "reader-zh-en", "needlens_no_such_package")
    with pytest.raises(NotFound, match=r"pip install \./models/reader-zh-en"):
        find("reader-zh-en", root)
    with pytest.raises(NotFound, match="among those shipped with needlens: reader-zh-en"):
        find("other", root)
    publish(root, "reader-zh-en", small_model(tmp_path / "made"), CARD)
    assert find("reader-zh-en", root).folder == root / "reader-zh-en" / "1"
