"""Alarms 警报: surges of complaints, each with its words and with how often chance does it."""

from __future__ import annotations

from needlens.insight.alarms.alarms import find_alarms
from needlens.insight.alarms.back_test import BackTest, back_test
from needlens.insight.alarms.settings import AlarmSettings

__all__ = ["AlarmSettings", "BackTest", "back_test", "find_alarms"]
