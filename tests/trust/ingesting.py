"""A process that ingests files until it is killed; it says on stdout what it has stored."""

import sys
from pathlib import Path

from needlens.config import Config, IngestConfig
from needlens.shop import Shop

BATCH_ROWS = 400


def main(workspace: str, *files: str) -> None:
    config = Config(ingest=IngestConfig(batch_rows=BATCH_ROWS))
    with Shop.open(Path(workspace), config) as shop:
        print("ready", flush=True)
        for file in files:

            def told(what, rows, total=None, file=file):
                print(f"stored {Path(file).name} {rows}", flush=True)

            for account in shop.ingest(Path(file), progress=told):
                print(f"done {account.rows} {account.accepted} {account.adds_up}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
