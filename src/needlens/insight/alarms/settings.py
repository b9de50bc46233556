"""How the watch for surges is set."""

from __future__ import annotations

from dataclasses import dataclass

from needlens.errors import ConfigError


@dataclass(frozen=True, slots=True)
class AlarmSettings:
    """What counts as a surge, and how often chance alone may raise an alarm.

    >>> AlarmSettings(false_alarms=0)
    Traceback (most recent call last):
    ...
    needlens.errors.ConfigError: false_alarms = 0 must be greater than 0
    """

    false_alarms: float = 1.0
    """The most alarms that chance alone may raise in the whole shop in 30 days."""
    memory: float = 300.0
    """Voices over which the baseline forgets: it follows what changes more slowly."""
    shrinkage: float = 10.0
    """Voices that the shop's share of a category counts for in a product's baseline."""
    warm_up: float = 30.0
    """Voices a product must have had before a surge against its own past can be told."""
    min_voices: float = 5.0
    """Independent complaints without which nothing is a surge."""
    longest: float = 250.0
    """Voices after which a raised share is no surge any more: it is how things are now."""
    repeat_days: int = 30
    """Days in which a customer who complains again of the same counts once."""
    evidence: int = 20
    """Sentences kept with each alarm; all are counted."""

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            if not getattr(self, name) > 0:
                raise ConfigError(f"{name} = {getattr(self, name)!r} must be greater than 0")
