"""``needlens train intents``: a model of the shop's own intents, from a few examples."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._context import keeper
from needlens.cli._terminal import print_json, progress, say
from needlens.errors import UserError

if TYPE_CHECKING:
    from needlens.lm.stored import Stored
    from needlens.mining.intents import Examples, IntentModel, Outcome

Data = Annotated[
    Path,
    typer.Option(
        help="Examples: CSV, XLSX or JSON Lines with a text and its intent; an empty intent, "
        "oos or NO_NODES_DETECTED is out of scope.",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(help="Folder for the model; by default a new version in the workspace."),
]
Name = Annotated[str, typer.Option(help="Name of the model in the workspace.")]
Field = Annotated[
    list[str] | None,
    typer.Option("--field", help="FIELD=COLUMN, e.g. text=问法; fields are text and intent."),
]
Encoder = Annotated[
    Path | None,
    typer.Option(help="Folder of the encoder; by default the one that came with needlens."),
]
Seed = Annotated[int, typer.Option(help="Where chance begins: what is kept aside.", min=0)]


def command(
    context: typer.Context,
    data: Data,
    out: Out = None,
    name: Name = "intents",
    field: Field = None,
    encoder: Encoder = None,
    seed: Seed = 0,
    json: options.Json = False,
) -> None:
    """Learn the shop's own intents from a few examples of each; needs no extra library.

    Examples kept aside tell how often the model will be right; its card says so.
    """
    from needlens.mining.intents import read, train
    from needlens.mining.intents.encoder import encoder as opened
    from needlens.mining.intents.keeping import card_of, publish, write

    root = keeper(context, out, "the model")
    examples = read(data, _fields(field))
    with progress() as tick:
        model, outcome = train(examples, opened(encoder), seed=seed, progress=tick)
    card = card_of(examples, outcome)
    stored = write(out, model, card) if out else publish(root / "models", name, model, card)
    if json:
        print_json(_facts(stored, examples, model, outcome))
        return
    _show(stored, examples, outcome)


def _fields(pairs: list[str] | None) -> dict[str, str]:
    fields = {}
    for pair in pairs or []:
        name, _, column = pair.partition("=")
        if name not in ("text", "intent") or not column:
            raise UserError(
                f"--field {pair!r} is not FIELD=COLUMN with a field of text, intent; "
                "e.g. --field text=问法"
            )
        fields[name] = column
    return fields


def _facts(
    stored: Stored, examples: Examples, model: IntentModel, outcome: Outcome
) -> dict[str, object]:
    return {
        "model": stored.stamp,
        "folder": str(stored.folder),
        "examples": len(examples.texts),
        "out_of_scope": int((examples.intents < 0).sum()),
        "skipped": examples.skipped,
        "intents": model.names,
        "held_out": asdict(outcome),
    }


def _show(stored: Stored, examples: Examples, outcome: Outcome) -> None:
    said = f"{len(examples.texts):,} examples of {len(examples.names)} intents"
    if examples.skipped:
        said += f"; {examples.skipped:,} rows had no text or could not be read"
    say(said)
    if outcome.known:
        say(f"kept aside: {outcome.right:,} of {outcome.known:,} got the right intent")
    if outcome.foreign:
        say(
            f"scope: {outcome.kept:,} of {outcome.asked:,} accepted that belong, "
            f"{outcome.refused:,} of {outcome.foreign:,} refused that do not"
        )
    say(f"model {stored.stamp}: {stored.folder}")
