import numpy as np
import pytest
import torch

from lm.conftest import random_encoder
from lm.tiny_task import Classifier, Task
from needlens.errors import ConfigError, UserError
from needlens.lm.averaging import Ensemble
from needlens.lm.distillation import (
    Answer,
    Bridge,
    Distillation,
    answer_loss,
    asked,
    hidden_loss,
    several,
    soft_loss,
)
from needlens.lm.layers import keep_layers
from needlens.lm.training import TrainingConfig, train


@pytest.fixture
def task(texts, tokenizer_file):
    return Task(texts, tokenizer_file)


def answer(model, batch):
    ids, mask, _ = batch
    logits = model(ids, mask)
    out = model.encoder(input_ids=ids, attention_mask=mask, output_hidden_states=True)
    return Answer(logits, out.hidden_states[1:], mask)


def teacher_of(task, seed=0):
    torch.manual_seed(seed)
    teacher = Classifier(random_encoder(layers=3, seed=seed)).eval()
    return teacher, lambda batch: answer(teacher, batch)


def gap(model, teacher, task):
    model.eval()
    with torch.no_grad():
        both = [m(task.ids, task.mask).log_softmax(-1) for m in (model, teacher)]
    return (both[0] - both[1]).abs().mean().item()


@pytest.mark.parametrize("kind", ["kl", "mse", "binary"])
def test_a_shallower_student_comes_nearer_to_its_teacher(kind, task, tmp_path):
    teacher, ask = teacher_of(task)
    torch.manual_seed(5)
    student = Classifier(keep_layers(teacher.encoder, 1))
    before = gap(student, teacher, task)
    config = TrainingConfig(epochs=3, learning_rate=2e-3, head_learning_rate=1e-2)
    loss = Distillation(answer, ask, kind=kind)
    train(student, task.batches, loss, config, tmp_path, steps_per_epoch=task.n, trackers=())
    assert gap(student, teacher, task) < 0.5 * before


def test_a_narrower_student_learns_hidden_states_over_a_bridge(task, tmp_path):
    _, ask = teacher_of(task)
    narrow = torch.nn.Embedding(300, 16)
    bridge = Bridge(narrow, (16, 32), 1)

    def read(model, batch):
        ids, mask, _ = batch
        return Answer(None, model.mapped([model(ids)]), mask)

    def lost():
        batch = task.rows(np.arange(90))
        return hidden_loss(read(bridge, batch).hidden, ask(batch).hidden, task.mask).item()

    before = lost()
    config = TrainingConfig(epochs=6, learning_rate=1e-2, head_learning_rate=1e-2)
    loss = Distillation(read, ask)
    train(bridge, task.batches, loss, config, tmp_path, steps_per_epoch=task.n, trackers=())
    assert lost() < 0.8 * before
    with pytest.raises(ConfigError, match="the student is 16 wide and the teacher 32"):
        hidden_loss([torch.zeros(1, 2, 16)], [torch.zeros(1, 2, 32)])


def test_several_teachers_answer_as_their_mean(task):
    (one, ask_one), (other, ask_other) = teacher_of(task), teacher_of(task, seed=1)
    batch = task.rows(np.arange(4))
    found = several([ask_one, ask_other])(batch)
    expected = Ensemble([one, other])(batch[0], batch[1])
    assert torch.allclose(found.logits, expected, atol=1e-6)
    assert len(found.hidden) == 3 and torch.equal(found.mask, batch[1])


def test_the_own_loss_is_added(task):
    _, ask = teacher_of(task)
    student = Classifier(random_encoder(seed=2))
    batch = task.rows(np.arange(4))
    alone = Distillation(answer, ask, hidden=0.0)(student, batch)
    both = Distillation(answer, ask, hidden=0.0, own=Task.loss)(student, batch)
    assert both.item() == pytest.approx(alone.item() + Task.loss(student, batch).item(), rel=1e-5)


def test_no_distance_to_itself():
    logits = torch.randn(4, 3)
    assert answer_loss(logits, logits, "kl").item() == pytest.approx(0, abs=1e-6)
    assert answer_loss(logits, logits, "mse").item() == 0
    assert answer_loss(logits, logits + 1, "kl").item() == pytest.approx(0, abs=1e-6)
    with pytest.raises(ConfigError, match="neither logits nor hidden states"):
        Distillation(lambda m, b: Answer(), lambda b: Answer())(torch.nn.Identity(), None)


def test_a_language_model_as_teacher_is_asked_in_batches_and_not_believed_blindly():
    texts = ["物流太慢", "love it", "一般般", "hm", "好", "坏", "?"]
    known = {
        "物流太慢": "complaint", "love it": {"praise": 3, "complaint": 1}, "一般般": "neutral",
        "hm": {"praise": -1}, "好": {"praise": float("inf")}, "坏": {"praise": True, "complaint": 0},
    }  # fmt: skip
    calls = []

    def ask(some):
        calls.append(len(some))
        return [known[text] for text in some if text in known]

    soft = asked(ask, texts, ["praise", "complaint"], batch=3)
    assert calls == [3, 3, 1]
    assert soft[0].tolist() == [0, 1] and soft[1].tolist() == [0.75, 0.25]
    assert np.isnan(soft[[2, 3, 4, 6]]).all() and soft[5].tolist() == [1, 0]
    logits = torch.zeros(7, 2, requires_grad=True)
    assert soft_loss(logits, torch.from_numpy(soft)).item() == pytest.approx(np.log(2))
    assert soft_loss(logits, torch.full((7, 2), float("nan"))).item() == 0
    with pytest.raises(UserError, match="none of 7 answers names one of the labels praise, bad"):
        asked(lambda some: ["sorry"] * len(some), texts, ["praise", "bad"])
