"""A tiny random encoder and a vocabulary from our own texts, for everything in lm."""

import itertools
import json

import pytest

ZH = {
    "电池": ["很耐用", "不到半天就没电", "充电太慢"],
    "屏幕": ["颜色鲜艳", "有一点偏黄", "看久了眼睛累"],
    "快递小哥": ["态度特别好", "把箱子扔在门口", "当天就送到了"],
    "客服": ["回复及时", "一直不理人", "说话没有耐心"],
    "面料": ["摸起来柔软", "洗了一次就起球", "有股难闻的味道"],
    "包装": ["简单结实", "破了一个大洞", "适合送给朋友"],
}
EN = {
    "battery": ["lasts two days", "is dead by noon", "charges slowly"],
    "screen": ["shows bright colours", "looks a little yellow", "tires my eyes"],
    "courier": ["was very friendly", "left the parcel outside", "came the same day"],
    "support": ["answered quickly", "never replied to me", "had no patience"],
    "fabric": ["feels soft", "pilled after one wash", "smells bad"],
    "packaging": ["is simple and solid", "had a big hole", "suits a gift"],
}
TEXTS = [
    text
    for words, form in ((ZH, "{0}{1}，{2}{3}"), (EN, "the {0} {1} and the {2} {3}"))
    for (one, other) in itertools.combinations(words, 2)
    for said, added in zip(words[one], words[other], strict=True)
    for text in [form.format(one, said, other, added)]
]


@pytest.fixture(scope="session")
def texts():
    """90 short reviews, half of them Chinese."""
    return TEXTS


@pytest.fixture(scope="session")
def tokenizer_file(tmp_path_factory, texts):
    """A ``tokenizer.json`` of up to 300 pieces in the way of multilingual-e5."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=300, special_tokens=special, unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    tokenizer.save(str(path))
    return path


def random_encoder(seed=0, layers=2, dropout=0.0, vocabulary=300):
    """Return a random BERT encoder, 32 wide; the same one for the same seed."""
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=vocabulary, hidden_size=32, num_hidden_layers=layers, num_attention_heads=4,
        intermediate_size=64, max_position_embeddings=64, pad_token_id=1,
        hidden_dropout_prob=dropout, attention_probs_dropout_prob=dropout,
    )  # fmt: skip
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return BertModel(config, add_pooling_layer=False)


@pytest.fixture
def tiny_encoder():
    """Make a random encoder of 2 layers; see random_encoder."""
    return random_encoder


@pytest.fixture
def tiny_folder(tmp_path, tiny_encoder, tokenizer_file):
    """A Hugging Face-style folder: config.json, model.safetensors, tokenizer.json."""
    folder = tmp_path / "tiny"
    tiny_encoder().save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes(tokenizer_file.read_bytes())
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "PreTrainedTokenizerFast", "mask_token": "<mask>"})
    )
    return folder
