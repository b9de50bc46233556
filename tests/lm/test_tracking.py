import importlib.util

import pytest

from needlens.errors import MissingExtra
from needlens.lm.libraries import library
from needlens.lm.tracking import Mlflow, TensorBoard, WeightsAndBiases


def test_tensorboard_writes_an_event_file_that_can_be_read(tmp_path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    tracker = TensorBoard(tmp_path)
    for step, loss in ((1, 0.5), (2, 0.25)):
        tracker.log(step, {"train/loss": loss, "评测/准确率": 1 - loss})
    tracker.close()
    events = EventAccumulator(str(tmp_path))
    events.Reload()
    assert sorted(events.Tags()["scalars"]) == ["train/loss", "评测/准确率"]
    assert [(e.step, e.value) for e in events.Scalars("train/loss")] == [(1, 0.5), (2, 0.25)]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("mlflow", lambda folder: Mlflow("needlens", f"sqlite:///{folder}/runs.db")),
        ("wandb", lambda folder: WeightsAndBiases("needlens", mode="offline")),
    ],
)
def test_other_trackers_are_used_when_installed_and_asked_for_else(name, make, tmp_path):
    if importlib.util.find_spec(name) is None:
        with pytest.raises(MissingExtra, match=f"{name} is not installed: install {name}"):
            make(tmp_path)
    else:
        tracker = make(tmp_path)
        tracker.log(1, {"loss": 0.5})
        tracker.close()


def test_a_library_that_breaks_inside_is_not_called_missing(tmp_path, monkeypatch):
    (tmp_path / "broken_one.py").write_text("import not_there_at_all")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="not_there_at_all"):
        library("broken_one")
