from typing import NamedTuple

import pytest
import torch
from torch import nn

from needlens.errors import UserError
from needlens.lm.averaging import Ensemble, average_weights, greedy_soup, mean


def linears(n=3):
    torch.manual_seed(0)
    return [nn.Linear(4, 3) for _ in range(n)]


def test_an_ensemble_gives_the_mean_of_its_models():
    models, x = linears(), torch.randn(5, 4)
    expected = sum(m(x) for m in models) / 3
    assert torch.allclose(Ensemble(models)(x), expected, atol=1e-6)


@pytest.mark.parametrize("space", ["softmax", "sigmoid"])
def test_the_mean_of_probabilities_is_behind_the_logits(space):
    logits = [torch.randn(5, 3) * 3 for _ in range(4)]
    turn = torch.sigmoid if space == "sigmoid" else lambda x: x.softmax(-1)
    found = turn(mean(logits, space))
    assert torch.allclose(found, torch.stack([turn(x) for x in logits]).mean(0), atol=1e-6)


def test_outputs_of_several_parts_are_averaged_part_by_part():
    class Out(NamedTuple):
        a: torch.Tensor
        b: torch.Tensor | None

    found = mean([Out(torch.ones(2), None), Out(torch.zeros(2), None)])
    assert isinstance(found, Out) and found.b is None and found.a.tolist() == [0.5, 0.5]
    found = mean([{"a": (torch.tensor(1.0),)}, {"a": (torch.tensor(3.0),)}])
    assert found["a"][0].item() == 2.0


def test_averaged_weights_of_linear_models_are_their_ensemble():
    models, x = linears(), torch.randn(5, 4)
    one = nn.Linear(4, 3)
    one.load_state_dict(average_weights([m.state_dict() for m in models]))
    assert torch.allclose(one(x), Ensemble(models)(x), atol=1e-6)


def test_whole_numbers_are_taken_from_the_first():
    found = average_weights([{"n": torch.tensor(3)}, {"n": torch.tensor(9)}])
    assert found["n"].item() == 3


def test_a_greedy_soup_keeps_only_what_helps():
    models = [{"w": torch.tensor(v)} for v in (3.0, -1.5, 1.0, 30.0)]

    def score(weights):
        return -abs(weights["w"].item())

    soup, chosen = greedy_soup(models, score)
    assert chosen == [2, 1] and soup["w"].item() == pytest.approx(-0.25)


def test_different_builds_are_refused():
    with pytest.raises(UserError, match="cannot be averaged: weight"):
        average_weights([nn.Linear(2, 2).state_dict(), nn.Linear(3, 2).state_dict()])
    with pytest.raises(UserError, match="cannot be averaged: bias"):
        average_weights([nn.Linear(2, 2).state_dict(), nn.Linear(2, 2, bias=False).state_dict()])
    with pytest.raises(UserError, match="at least one"):
        Ensemble([])
