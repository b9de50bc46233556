"""``needlens train intents`` and ``needlens intents``, as a user meets them."""

import json
import re

import pytest

from lm.tiny_embedder import write

ZH = [("怎么退货", "退货"), ("我要退货", "退货"), ("不合适想退", "退货"), ("退货运费谁出", "退货"),
      ("快递到哪了", "物流"), ("物流不更新", "物流"), ("几天能送到", "物流"), ("快递太慢", "物流"),
      ("能开发票吗", "发票"), ("发票抬头错了", "发票"), ("补开发票", "发票"), ("电子发票", "发票"),
      ("讲个笑话", ""), ("明天下雨吗", "")]  # fmt: skip
EN = [("where is my parcel", "TRACK"), ("track my parcel", "TRACK"), ("parcel is late", "TRACK"),
      ("refund me", "REFUND"), ("i want my refund", "REFUND"), ("refund not received", "REFUND"),
      ("which size fits", "SIZE"), ("size chart", "SIZE"), ("is the size large", "SIZE"),
      ("tell a joke", "NO_NODES_DETECTED")]  # fmt: skip


@pytest.fixture
def encoder(tmp_path):
    return write(tmp_path / "encoder", [text for text, _ in ZH + EN])


@pytest.fixture
def data(tmp_path):
    def made(rows):
        path = tmp_path / f"train{len(rows)}.csv"
        path.write_text(
            "\n".join(",".join(row) for row in [("sentence", "label"), *rows]), encoding="utf-8"
        )
        return path

    return made


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        (ZH, {"怎麼退貨呢": "退货", "发票": "发票"}),
        (EN, {"Where is the parcel?": "TRACK", "size": "SIZE"}),
    ],
    ids=["zh", "en"],
)
def test_train_then_answer_a_file(run, tmp_path, encoder, data, rows, asked):
    result = run(
        "train", "intents", "--data", data(rows), "--out", "m", "--encoder", encoder, "--json"
    )
    assert result.code == 0, result.err
    told = json.loads(result.out)
    assert told["examples"] == len(rows) and told["intents"] == sorted(
        {b for _, b in rows if len(b) in range(1, 9)}
    )
    lines = [json.dumps({"id": f"a{i}", "text": text}) for i, text in enumerate(asked)]
    (tmp_path / "texts.jsonl").write_text("\n".join([*lines, '{"id": "no"}']), encoding="utf-8")
    result = run(
        "intents",
        "--input",
        "texts.jsonl",
        "--model",
        "m",
        "--out",
        "out.jsonl",
        "--encoder",
        encoder,
    )
    assert result.code == 0, result.err
    assert f"{len(asked)} texts read by the model intents/1@" in result.err
    found = [
        json.loads(line)
        for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [row["id"] for row in found] == ["a0", "a1", "no"] and "no text" in found.pop()["error"]
    for row, wanted in zip(found, asked.values(), strict=True):
        assert list(row) == ["id", "intent", "probability", "in_scope", "ranked"]
        assert row["intent"] == wanted and row["ranked"][0] == [wanted, row["probability"]]
        assert len(row["ranked"]) == 3


def test_a_model_of_the_workspace_has_versions_and_a_card(run, encoder, data):
    assert run("open", "my-shop").code == 0
    for version in "12":
        result = run("train", "intents", "--data", data(ZH), "--encoder", encoder)
        assert result.code == 0 and f"intents/{version}@" in result.out, result.err
    assert "14 examples of 3 intents" in result.out and "got the right intent" in result.out
    shown = run("models", "show", "intents")
    assert shown.code == 0 and "2 of them out of scope" in shown.out
    answered = run("intents", "--input", data(ZH), "--field", "text=sentence", "--encoder", encoder)
    assert (
        answered.code == 0 and "intents/2@" in answered.err and len(answered.out.splitlines()) == 14
    )
    strict = run(
        "intents",
        "-i",
        data(ZH),
        "--field",
        "text=sentence",
        "--threshold",
        "1",
        "--encoder",
        encoder,
    )
    assert '"in_scope": true' not in strict.out


def test_what_is_wrong_is_a_sentence(run, tmp_path, encoder, data):
    here = ("--out", "m", "--encoder", encoder)
    cases = {
        "say where with --out": ("--data", data(ZH), "--encoder", encoder),
        "at least two": ("--data", data(ZH[:4]), *here),
        "a field of text, intent": ("--data", data(ZH), "--field", "x=y", *here),
        "--field text=COLUMN": ("--data", data(ZH), "--field", "text=none", *here),
        "there is no words.npy": ("--data", data(ZH), *here[:3], tmp_path),
        "none.csv": ("--data", "none.csv", *here),
    }
    for message, arguments in cases.items():
        result = run("train", "intents", *arguments)
        assert result.code == 2 and re.search(message, result.err), (message, result.err)
    (tmp_path / "t.txt").write_text("退货\n", encoding="utf-8")
    result = run("intents", "--input", "t.txt", "--model", "nowhere", "--encoder", encoder)
    assert result.code == 2 and "nowhere" in result.err
