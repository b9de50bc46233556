import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from lm.tiny_task import Classifier, Task
from needlens.errors import ConfigError, UserError
from needlens.lm import checkpoint
from needlens.lm.groups import default_rates, layerwise_rates, parameter_groups, set_dropout
from needlens.lm.training import TrainingConfig, train


@pytest.fixture
def task(texts, tokenizer_file):
    return Task(texts, tokenizer_file)


@pytest.fixture
def classifier(tiny_encoder):
    def make(**settings):
        torch.manual_seed(0)
        return Classifier(tiny_encoder(**settings))

    return make


@pytest.fixture
def fit(tmp_path, task):
    """Train on the task with the given settings, without trackers."""

    def fit(model, folder="run", *, task=task, **settings):
        known = TrainingConfig.__dataclass_fields__
        config = {n: v for n, v in settings.items() if n in known}
        rest = {"trackers": (), "steps_per_epoch": task.n}
        rest |= {n: v for n, v in settings.items() if n not in known}
        config = {"epochs": 1, "learning_rate": 1e-3, "head_learning_rate": 1e-2} | config
        batches = rest.pop("batches", task.batches)
        return train(model, batches, task.loss, TrainingConfig(**config), tmp_path / folder, **rest)

    return fit


def weights(model):
    return {n: t.clone() for n, t in checkpoint.weights(model).items()}


def same(one, other, **tolerance):
    assert one.keys() == other.keys()
    return all(
        torch.allclose(one[n], other[n], **({"rtol": 0, "atol": 0} | tolerance)) for n in one
    )


class Log:
    def __init__(self):
        self.values = []
        self.closed = False

    def log(self, step, values):
        self.values.append((step, dict(values)))

    def close(self):
        self.closed = True

    def of(self, name):
        return [values[name] for _, values in self.values if name in values]


@pytest.mark.parametrize("language", [slice(0, 45), slice(45, 90)], ids=["zh", "en"])
def test_it_learns(language, texts, tokenizer_file, classifier, fit):
    task = Task(texts[language], tokenizer_file)
    assert len(texts[language]) == 45
    model = classifier()
    before = task.evaluate(model)["score"]
    run = fit(model, task=task, epochs=12, learning_rate=5e-3, evaluate=task.evaluate)
    assert run.best.metrics["score"] > max(0.9, before)
    assert run.finished and run.steps == 12 * task.n
    assert task.evaluate(model)["score"] == pytest.approx(run.best.metrics["score"])


def test_warm_up_and_decay_are_what_the_config_says(classifier, fit, task):
    log = Log()
    fit(classifier(), epochs=2, warmup=0.2, trackers=[log])
    rates = log.of("train/rate")
    steps, rising = 2 * task.n, int(0.2 * 2 * task.n)
    assert len(rates) == steps
    assert rates[:rising] == pytest.approx([(i + 1) / rising for i in range(rising)])
    falling = [1 - i / (steps - rising) for i in range(steps - rising)]
    assert rates[rising:] == pytest.approx(falling)
    assert log.closed


def test_cosine_and_constant_schedules(classifier, fit):
    for schedule, middle, last in (("cosine", 0.5, 0.006), ("constant", 1, 1)):
        log = Log()
        fit(
            classifier(), schedule, epochs=8, warmup=0, schedule=schedule, trackers=[log],
            steps_per_epoch=2,
        )  # fmt: skip
        rates = log.of("train/rate")
        assert rates[len(rates) // 2] == pytest.approx(middle)
        assert rates[-1] == pytest.approx(last, abs=0.01)


def test_two_accumulated_batches_give_the_step_of_one_double_batch(classifier, fit, task):
    def double(epoch):
        small = list(task.batches(epoch))
        for one, other in zip(small[::2], small[1::2], strict=False):
            yield tuple(torch.cat(parts) for parts in zip(one, other, strict=True))

    n = task.n // 2
    one, other = classifier(), classifier()
    fit(one, "a", accumulate=2, steps_per_epoch=2 * n)
    fit(other, "b", batches=double, steps_per_epoch=n)
    assert same(weights(one), weights(other), atol=1e-5)
    assert not same(weights(one), weights(classifier()), atol=1e-3)


def test_a_last_step_of_fewer_batches_counts_them_as_they_are(classifier, fit, task):
    log = Log()
    run = fit(classifier(), accumulate=3, steps_per_epoch=4, trackers=[log])
    assert run.steps == 2
    assert log.of("train/loss")[0] == pytest.approx(0.69, abs=0.2)
    assert log.of("train/loss")[1] == pytest.approx(0.69, abs=0.3)


def test_bf16_multiplies_in_bfloat16_and_keeps_float32_weights(classifier, fit, task):
    seen = set()

    def spy(module, inputs, output):
        seen.add(output.dtype)

    model = classifier()
    model.encoder.encoder.layer[0].attention.self.query.register_forward_hook(spy)
    run = fit(model, bf16=True, epochs=4, evaluate=task.evaluate)
    assert torch.bfloat16 in seen
    assert {p.dtype for p in model.parameters()} == {torch.float32}
    assert run.best.score > 0.6


def test_same_seed_same_numbers_other_seed_others(classifier, fit):
    models = [classifier(dropout=0.2) for _ in range(3)]
    for i, (model, seed) in enumerate(zip(models, (3, 3, 4), strict=True)):
        torch.manual_seed(i)
        fit(model, str(i), seed=seed)
    assert same(weights(models[0]), weights(models[1]))
    assert not same(weights(models[0]), weights(models[2]), atol=1e-6)


def test_early_stopping_keeps_the_best(classifier, fit):
    scores = iter([0.5, 0.7, 0.6, 0.65, 0.9])
    kept = []

    def evaluate(model):
        kept.append(weights(model))
        return {"score": next(scores)}

    model = classifier()
    run = fit(model, epochs=5, patience=2, evaluate=evaluate)
    assert run.stopped_early and len(run.evaluations) == 4
    assert run.best.metrics == {"score": 0.7}
    assert same(weights(model), kept[1]) and not same(weights(model), kept[3])
    assert same(checkpoint.read(run.weights)[0], kept[1])


def test_less_can_be_better(classifier, fit):
    losses = iter([0.5, 0.2, 0.4])
    run = fit(classifier(), epochs=3, better="-loss", evaluate=lambda model: {"loss": next(losses)})
    assert run.best.step == run.evaluations[1].step and not run.stopped_early


def test_evaluations_between_the_ends_of_epochs(classifier, fit, task):
    run = fit(classifier(), evaluate_every=4, evaluate=task.evaluate)
    assert [e.step for e in run.evaluations] == [4, 8, task.n]
    assert run.evaluations[0].epoch == pytest.approx(4 / task.n)


def test_evaluating_does_not_change_the_training(classifier, fit, task):
    def noisy(model):
        torch.rand(5)
        return task.evaluate(model) | {"score": float(len(seen := [1]) and seen[0])}

    one, other = classifier(dropout=0.2), classifier(dropout=0.2)
    fit(one, "a")
    fit(other, "b", evaluate=noisy, evaluate_every=task.n)
    assert same(weights(one), weights(other))


CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import torch
torch.set_num_threads(1)
from lm.test_training import resumable
resumable(Path(sys.argv[1]), Path(sys.argv[2]), kill_at=int(sys.argv[3]))
"""


def resumable(folder, tokenizer_file, kill_at=0):
    """Train with everything that remembers: moments, dropout, accumulation, adversary."""
    from lm.conftest import TEXTS, random_encoder

    task = Task(TEXTS, tokenizer_file)
    torch.manual_seed(1)
    model = Classifier(random_encoder(dropout=0.2))
    losses = 0

    def loss(model, batch):
        nonlocal losses
        losses += 1
        if kill_at and losses == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return task.loss(model, batch)

    config = TrainingConfig(
        epochs=3,
        learning_rate=1e-3,
        accumulate=2,
        adversarial=0.3,
        checkpoint_every=2,
        seed=5,
        threads=1,
    )
    run = train(
        model, task.batches, loss, config, folder,
        steps_per_epoch=task.n, evaluate=task.evaluate, trackers=(), data="x",
    )  # fmt: skip
    return run, model


def test_a_run_killed_by_kill_9_ends_with_the_same_weights(tmp_path, tokenizer_file):
    child = [sys.executable, "-c", CHILD.format(tests=str(Path(__file__).parents[1]))]
    killed = subprocess.run([*child, tmp_path / "killed", tokenizer_file, "42"], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (tmp_path / "killed" / "checkpoint.safetensors").exists()
    run, model = resumable(tmp_path / "killed", tokenizer_file)
    whole, undisturbed = resumable(tmp_path / "whole", tokenizer_file)
    assert run.resumed_at > 6 and whole.resumed_at is None
    assert same(weights(model), weights(undisturbed))
    assert [(e.step, e.loss, e.metrics) for e in run.evaluations] == [
        (e.step, e.loss, e.metrics) for e in whole.evaluations
    ]
    left = sorted(p.name for p in (tmp_path / "killed").iterdir())
    assert left == ["model.safetensors", "run.json"]


def test_a_finished_run_is_loaded_not_repeated(classifier, fit):
    model, again = classifier(), classifier()
    first = fit(model)

    def never(epoch):
        raise AssertionError

    second = fit(again, batches=never)
    assert second.finished and second.steps == first.steps
    assert same(weights(model), weights(again))


def test_another_config_or_other_data_does_not_go_on(classifier, fit):
    fit(classifier(), data="a")
    with pytest.raises(ConfigError, match=r"learning_rate = 0.001, not 0.002"):
        fit(classifier(), data="a", learning_rate=2e-3)
    with pytest.raises(ConfigError, match="another folder"):
        fit(classifier(), data="b")
    fit(classifier(), data="a", threads=1)


def test_the_checkpoint_of_another_model_is_refused(classifier, fit, tiny_encoder):
    fit(classifier())
    with pytest.raises(UserError, match="of another model"):
        fit(Classifier(tiny_encoder(), classes=5))


def test_a_damaged_checkpoint_is_a_sentence(classifier, fit, tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "checkpoint.safetensors").write_bytes(b"\x80\x04pickle")
    with pytest.raises(UserError, match="delete it to begin again"):
        fit(classifier())


def test_the_record_says_how_it_went(classifier, fit, tmp_path, task):
    run = fit(classifier(), epochs=2, evaluate=task.evaluate, data="4711", seed=9)
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert record["config"]["epochs"] == 2 and record["seed"] == 9 and record["data"] == "4711"
    assert record["versions"]["torch"] == torch.__version__
    assert [e["metrics"]["score"] for e in record["evaluations"]] == [
        e.metrics["score"] for e in run.evaluations
    ]
    assert record["finished"] and record["seconds"] > 0 and record["steps"] == 2 * task.n


def test_what_cannot_work_is_a_sentence(classifier, fit, task):
    with pytest.raises(UserError, match="ended after 11 batches, but steps_per_epoch says 50"):
        fit(classifier(), steps_per_epoch=50)
    with pytest.raises(ConfigError, match="nothing to train on"):
        fit(classifier(), "b", steps_per_epoch=0)
    with pytest.raises(ConfigError, match=r"better = 'f1', but evaluate returned \['score'\]"):
        fit(classifier(), "c", evaluate=task.evaluate, better="f1")
    with pytest.raises(ConfigError, match="no parameter of the model is trainable"):
        fit(classifier(), "d", groups=lambda name: 0.0)
    with pytest.raises(UserError, match="the loss is nan at step 0"):
        broken = classifier()
        torch.nn.init.constant_(broken.head.bias, float("nan"))
        fit(broken, "e")


def test_frozen_weights_stay_and_are_not_in_the_checkpoint(classifier, fit, tmp_path):
    model, before = classifier(), weights(classifier())
    run = fit(
        model, epochs=2, groups=lambda name: 0.0 if "embeddings" in name else 1e-3,
        evaluate=lambda model: {"score": 1.0, "saved": len(seen.append(1) or seen)}
        if not (seen := []) else {},
    )  # fmt: skip
    after = weights(model)
    assert all(torch.equal(after[n], before[n]) for n in after if "embeddings" in n)
    assert not torch.equal(after["head.weight"], before["head.weight"])
    assert set(checkpoint.read(run.weights)[0]) == set(after)


def test_encoder_and_head_learn_at_their_own_rates(classifier):
    config = TrainingConfig(learning_rate=1e-5, head_learning_rate=1e-3)
    model = classifier()
    groups = parameter_groups(model, default_rates(config), 0.01)
    by_id = {id(p): g for g in groups for p in g["params"]}
    query = by_id[id(model.encoder.encoder.layer[0].attention.self.query.weight)]
    assert (query["peak"], query["weight_decay"]) == (1e-5, 0.01)
    assert by_id[id(model.head.weight)]["peak"] == 1e-3
    assert by_id[id(model.head.bias)]["weight_decay"] == 0.0
    assert by_id[id(model.encoder.embeddings.LayerNorm.weight)]["weight_decay"] == 0.0
    rate = layerwise_rates(config, layers=2, decay=0.5)
    names = [
        "encoder.encoder.layer.1.x",
        "encoder.encoder.layer.0.x",
        "encoder.embeddings.w",
        "head.w",
    ]
    assert [rate(name) for name in names] == [1e-5, 5e-6, 2.5e-6, 1e-3]


def test_dropout_is_set_everywhere(classifier, task):
    model = classifier(dropout=0.3)
    model.train()
    batch = task.rows(range(8))[:2]
    assert not torch.equal(model(*batch), model(*batch))
    set_dropout(model, 0.0)
    assert torch.equal(model(*batch), model(*batch))
    set_dropout(model, 0.5)
    assert model.encoder.config.hidden_dropout_prob == 0.5
    assert not torch.equal(model(*batch), model(*batch))
    with pytest.raises(ConfigError, match="dropout = 1"):
        set_dropout(model, 1)
