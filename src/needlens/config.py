r"""Settings: one typed section per stage, read from ``needlens.toml``.

Order: argument > environment (``NEEDLENS_INGEST_BATCH_ROWS``) > file > default.
An unknown key is an error that suggests the nearest known one.

>>> Config().needs.min_evidence
3
>>> Config.from_text("[needs]\nmin_evidense = 2")
Traceback (most recent call last):
...
needlens.errors.ConfigError: unknown setting needs.min_evidense; did you mean needs.min_evidence?
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from inspect import cleandoc, getsource
from pathlib import Path
from typing import Any

from needlens.errors import ConfigError


@dataclass(frozen=True, slots=True)
class IngestConfig:
    """How sources are read."""

    batch_rows: int = 20_000
    """Rows per transaction; memory grows with it."""
    line_chars: int = 1_000_000
    """A longer line is set aside instead of parsed."""
    rating_scale: float = 5.0
    """The best grade of the shop's own rating scale; ratings are brought to 0-5."""


@dataclass(frozen=True, slots=True)
class PrivacyConfig:
    """What happens to personal data on the way in."""

    mask: bool = True
    """Mask phone numbers, ID cards, bank cards, e-mails and the like in free text."""
    pseudonyms: bool = True
    """Replace customer ids by a keyed hash."""
    key_file: str = ""
    """Where the key is; empty: ``key`` in the workspace folder, beside the database."""


@dataclass(frozen=True, slots=True)
class StoreConfig:
    """The DuckDB file of the workspace."""

    memory_limit: str = "512MB"
    """The most memory DuckDB may take for its buffers."""
    threads: int = 2
    """Threads DuckDB may use."""


@dataclass(frozen=True, slots=True)
class MiningConfig:
    """How text is read."""

    domain: str = "ecommerce"
    """The taxonomy: a name in the workspace's or needlens' ``domains``, or a path."""
    batch_rows: int = 5_000
    """Texts per transaction."""
    tier: str = "rule"
    """Who reads: rule, linear, reader, or cascade: each reads what the one before doubts."""
    llm_url: str = ""
    """An OpenAI-compatible server, embedded:qwen-1.5b or a .gguf file; empty: none is asked."""
    llm_model: str = ""
    """The name of the model on that server."""
    llm_calls: int = 0
    """The most calls in one run; 0: no text leaves this machine."""
    llm_tokens: int = 1_000_000
    """The most tokens in one run, as the server counts them."""
    llm_seconds: float = 600.0
    """The longest time in one run to spend on calls."""


@dataclass(frozen=True, slots=True)
class NeedsConfig:
    """When a group of evidence is shown as a need."""

    min_evidence: int = 3
    """Independent voices a need must rest on before it is shown."""
    max_evidence: int = 50
    """Pieces of evidence kept with each need for display; all of them are counted."""
    wording_calls: int = 0
    """The most needs put into words by the model of mining.llm_url in one run; 0: templates."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a workspace."""

    ingest: IngestConfig = field(default_factory=IngestConfig)
    privacy: PrivacyConfig = field(default_factory=PrivacyConfig)
    store: StoreConfig = field(default_factory=StoreConfig)
    mining: MiningConfig = field(default_factory=MiningConfig)
    needs: NeedsConfig = field(default_factory=NeedsConfig)

    @classmethod
    def from_text(
        cls, text: str, environ: Mapping[str, str] | None = None, name: str = "needlens.toml"
    ) -> Config:
        """Read settings from TOML text, then from ``environ``; raise ConfigError."""
        try:
            given = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{name} is not valid TOML: {error}") from None
        defaults = cls()
        known = [f.name for f in fields(cls)]
        for section in given:
            if section not in known:
                raise ConfigError(_unknown(section, known))
        return cls(
            **{
                name: _section(name, getattr(defaults, name), given.get(name, {}), environ or {})
                for name in known
            }
        )

    @classmethod
    def load(cls, path: Path | None = None) -> Config:
        """Read ``path`` (defaults when it is missing) and the environment."""
        text = ""
        if path is not None and path.exists():
            try:
                text = path.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError:
                raise ConfigError(f"{path} is not UTF-8; save it as UTF-8 and try again") from None
        return cls.from_text(text, os.environ, str(path or "needlens.toml"))

    def to_text(self) -> str:
        """Return the settings as TOML, each with its meaning as a comment."""
        lines: list[str] = []
        for f in fields(self):
            section = getattr(self, f.name)
            lines += [f"# {cleandoc(type(section).__doc__ or '')}", f"[{f.name}]"]
            meanings = _meanings(type(section))
            for setting in fields(section):
                lines += [f"# {meanings[setting.name]}"]
                lines += [f"{setting.name} = {_toml(getattr(section, setting.name))}"]
            lines.append("")
        return "\n".join(lines)


def _section(name: str, default: Any, given: Any, environ: Mapping[str, str]) -> Any:
    if not isinstance(given, dict):
        raise ConfigError(f"[{name}] must be a section of settings, not {given!r}")
    known = [f.name for f in fields(default)]
    for key in given:
        if key not in known:
            raise ConfigError(_unknown(f"{name}.{key}", [f"{name}.{k}" for k in known]))
    values = {key: getattr(default, key) for key in known} | given
    for key in known:
        variable = f"NEEDLENS_{name}_{key}".upper()
        if variable in environ:
            values[key] = _parse(variable, environ[variable], getattr(default, key))
    for key in known:
        values[key] = _checked(f"{name}.{key}", values[key], getattr(default, key))
    return type(default)(**values)


def _parse(variable: str, text: str, like: Any) -> Any:
    if isinstance(like, str):
        return text
    try:
        return tomllib.loads(f"x = {text}")["x"]
    except tomllib.TOMLDecodeError:
        raise ConfigError(
            f"{variable}={text!r} is not a {type(like).__name__}, e.g. {_toml(like)}"
        ) from None


def _checked(name: str, value: Any, like: Any) -> Any:
    if isinstance(like, float) and type(value) is int:
        value = float(value)
    if type(value) is not type(like):
        raise ConfigError(f"{name} = {value!r} is not a {type(like).__name__}, e.g. {_toml(like)}")
    if isinstance(value, int | float) and not isinstance(value, bool) and value <= 0:
        if like == value == 0:
            return value
        raise ConfigError(f"{name} = {value!r} must be greater than 0")
    return value


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"; did you mean {near[0]}?" if near else f"; known: {', '.join(known)}"
    return f"unknown setting {name}{hint}"


def _meanings(section: type) -> dict[str, str]:
    """Return the docstring under each field: the one place a setting is explained."""
    return dict(re.findall(r'^    (\w+): [^\n]+\n    """(.+?)"""', getsource(section), re.M | re.S))


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else repr(value)
