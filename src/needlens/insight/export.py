"""The one way a table leaves needlens as a file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from needlens.errors import StoreError, UserError
from needlens.insight._cells import disarmed, flat
from needlens.insight._workbook import write_workbook


def export(frame: pl.DataFrame, path: Path | str) -> Path:
    """Write a table to ``path``: .csv, .xlsx, .jsonl or .parquet by its ending.

    CSV (UTF-8 with a byte-order mark, for Excel) and XLSX are for people: no cell runs as
    a formula, moments are in UTC in a form spreadsheets know, lists are JSON text. JSON
    Lines (ISO 8601 moments) and Parquet are for programs: values stay as they are. The
    file appears whole or not at all. Raise UserError for an unknown ending, a missing
    folder or a place that cannot be written, StoreError when the disk is full.

    >>> folder = Path(tempfile.mkdtemp())
    >>> table = pl.DataFrame({"原话": ["=1+1", "很好"], "n": [-3, 2]})
    >>> print(export(table, folder / "表.csv").read_text("utf-8-sig"), end="")
    "原话","n"
    "'=1+1",-3
    "很好",2
    """
    path = Path(path)
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        known = ", ".join(WRITERS)
        raise UserError(f"cannot tell the format of {path.name!r} by its ending; known: {known}")
    if not path.parent.is_dir():
        raise UserError(f"there is no folder {str(path.parent)!r}; make it first")
    return write_whole(path, lambda temporary: writer(frame, temporary))


def write_whole(path: Path, write: Callable[[Path], None], *, private: bool = False) -> Path:
    """Let ``write`` fill a temporary file beside ``path``, then put it in its place.

    Only the owner can read a ``private`` file. Raise UserError when there cannot be a
    file of that name, StoreError when the disk is full.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        write(temporary)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o600 if private else 0o666 & ~_umask())
        temporary.replace(path)
    except PermissionError:
        raise UserError(
            f"{str(path)!r} cannot be written; is it open in another program?"
        ) from None
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(f"there is no folder {str(path.parent)!r}; make it first") from None
    except IsADirectoryError:
        raise UserError(f"{str(path)!r} is a folder; give the name of a file") from None
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StoreError(f"{str(path)!r} could not be written: {error}") from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
    return path


def _csv(frame: pl.DataFrame, path: Path) -> None:
    safe = flat(frame).with_columns(disarmed(pl.col(pl.String)))
    names = pl.DataFrame({"name": safe.columns}, schema={"name": pl.String})
    safe.columns = names.select(disarmed(pl.col("name")))["name"].to_list()
    safe.write_csv(
        path, include_bom=True, quote_style="non_numeric", datetime_format="%Y-%m-%d %H:%M:%S"
    )


def _jsonl(frame: pl.DataFrame, path: Path) -> None:
    moment = pl.selectors.datetime(time_zone="*")
    frame.with_columns(
        moment.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ")
    ).write_ndjson(path)


def _parquet(frame: pl.DataFrame, path: Path) -> None:
    frame.write_parquet(path)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


WRITERS: Mapping[str, Callable[[pl.DataFrame, Path], None]] = {
    ".csv": _csv,
    ".xlsx": write_workbook,
    ".jsonl": _jsonl,
    ".parquet": _parquet,
}
