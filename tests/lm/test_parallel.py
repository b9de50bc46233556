import os
import subprocess
import sys
from pathlib import Path

import torch

from lm.parallel_child import run
from needlens.lm import checkpoint, parallel


def test_two_processes_under_torchrun_take_the_steps_of_one(tmp_path, tokenizer_file):
    command = [
        sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
        str(Path(__file__).with_name("parallel_child.py")), tmp_path / "two", tokenizer_file,
    ]  # fmt: skip
    tests = str(Path(__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": tests, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    alone = run(tmp_path / "one", tokenizer_file, accumulate=2)
    assert alone.finished and alone.steps >= 3
    one, _ = checkpoint.read(tmp_path / "one" / "model.safetensors")
    two, _ = checkpoint.read(tmp_path / "two" / "model.safetensors")
    assert one.keys() == two.keys()
    assert all(torch.allclose(one[n], two[n], atol=1e-5) for n in one)
    files = sorted(p.name for p in (tmp_path / "two").iterdir())
    assert files == ["model.safetensors", "run.json"]


def test_one_process_is_alone(monkeypatch):
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    processes = parallel.join()
    assert processes.first and processes.n == 1
    assert processes.told(0.5) == 0.5 and processes.add([], 2.0) == 2.0
