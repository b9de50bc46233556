"""The examples of docs/workshop.md are run, in order, with the tiny encoder as base."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "workshop.md"


def test_the_examples_run(tiny_folder, monkeypatch, capsys):
    monkeypatch.chdir(tiny_folder.parent)
    tiny_folder.rename("e5-small")
    names = {"__name__": "page"}
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert len(blocks) >= 7
    for block in blocks:
        exec(compile(block, PAGE.name, "exec"), names)
    assert "4 runs/complaints/model.safetensors" in capsys.readouterr().out
    assert names["trainable_share"](names["student"]) == 1.0
    assert len(names["more"]) == 6 and len(names["found"].trials) == 2
    assert Path("runs/complaints/tensorboard").is_dir() and Path("lora.safetensors").exists()
