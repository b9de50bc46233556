"""The manifest: written and read alike; a damaged or newer one is told in a sentence."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from needlens.errors import ModelError
from needlens.lm.manifest import Listed, Manifest, check_path

MANIFEST = Manifest(
    "reader-zh-en",
    "3",
    datetime(2026, 11, 22, 4, 30, tzinfo=UTC),
    {"model.onnx": Listed("ab" * 32, 12), "card.md": Listed("cd" * 32, 5)},
)


def changed(**values):
    return json.dumps(json.loads(MANIFEST.to_text()) | values, ensure_ascii=False)


def test_a_manifest_reads_back_as_it_was():
    assert Manifest.from_text(MANIFEST.to_text()) == MANIFEST
    assert json.loads(MANIFEST.to_text())["format"] == 1
    assert MANIFEST.size == 17


def test_moments_are_kept_in_utc():
    there = datetime(2026, 11, 22, 12, 30, tzinfo=timezone(timedelta(hours=8)))
    read = Manifest.from_text(changed(created_at=there.isoformat()))
    assert read == MANIFEST and read.created_at.utcoffset() == timedelta(0)


def test_the_digest_is_of_the_files_without_the_card():
    def digest(path, listed):
        return Manifest.from_text(
            Manifest("a", "1", MANIFEST.created_at, {**MANIFEST.files, path: listed}).to_text()
        ).digest

    assert digest("card.md", Listed("ef" * 32, 9)) == MANIFEST.digest
    assert digest("model.onnx", Listed("ef" * 32, 12)) != MANIFEST.digest
    assert digest("more.json", Listed("ef" * 32, 12)) != MANIFEST.digest


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("很好", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "no format number"),
        (changed(format=True), "no format number"),
        (changed(format=2), "format 2, this needlens reads up to 1; install a newer needlens"),
        (changed(name="../评价"), "its name is '../评价'"),
        (changed(version="latest"), "its version is 'latest'"),
        (changed(created_at="yesterday"), "its created_at is 'yesterday'"),
        (changed(created_at=5), "its created_at is 5"),
        (changed(created_at="2026-11-22T00:00:00"), "has no time zone"),
        (changed(files={}), "it lists no files, or no card.md"),
        (changed(files={"card.md": 7}), "card.md is listed without its size"),
        (changed(files={"card.md": {"size": -1, "sha256": "ab" * 32}}), "without its size"),
        (changed(files={"card.md": {"size": 1, "sha256": "AB"}}), "its sha256 is 'AB'"),
        (changed(files={"card.md": {}, "../x.json": {}}), "without its size"),
        (changed(files={"../x.json": {}, "card.md": {}}), "'../x.json' leads outside"),
    ],
)
def test_a_bad_manifest_is_a_sentence(text, sentence):
    with pytest.raises(ModelError) as told:
        Manifest.from_text(text, "reader/manifest.json")
    assert sentence in str(told.value) and str(told.value).startswith("reader/manifest.json")


@pytest.mark.parametrize(
    "path",
    ["../a.json", "a/../../b.json", "/etc/x.json", "C:x.json", "a\\b.json", "~/a.json", ".."],
)
def test_a_path_that_leads_outside_is_refused(path):
    with pytest.raises(ModelError, match="leads outside the model's folder"):
        check_path(path, "manifest.json")


@pytest.mark.parametrize(
    "path", ["", "a//b.json", "./a.json", ".lock", "模型.json", "a b.json", "a\n"]
)
def test_a_name_that_is_not_plain_is_refused(path):
    with pytest.raises(ModelError, match="is no plain file name"):
        check_path(path, "manifest.json")


def test_plain_paths_are_taken():
    for path in ("card.md", "heads/a_b-c.d.npy", "1.json"):
        check_path(path, "manifest.json")
