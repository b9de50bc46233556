"""Every error needlens raises on purpose, in one tree.

::

    NeedlensError
    ├── UserError            the caller can mend it; exit code 2
    │   ├── ConfigError      a setting is unknown or has a wrong value
    │   ├── SourceError      a file, folder or query cannot be read at all
    │   │   └── Refused      reading it would be unsafe (bomb, path trick)
    │   ├── DomainError      a domain file (taxonomy) is not valid
    │   ├── ModelError       a model's files are damaged, unsafe or from a newer version
    │   ├── NotFound         an id, workspace or table does not exist
    │   ├── WorkspaceBusy    another process is writing to the workspace
    │   └── MissingExtra     an optional dependency is not installed
    └── InternalError        ours; exit code 3
        └── StoreError       the workspace is damaged, full or from a newer version

A message says what was given, what was expected and what to do.
"""

from __future__ import annotations


class NeedlensError(Exception):
    """The root of every error needlens raises on purpose."""

    exit_code = 3


class UserError(NeedlensError):
    """Something the caller gave is wrong, and the message says how to mend it."""

    exit_code = 2


class ConfigError(UserError):
    """A setting is unknown or has a value it cannot have."""


class SourceError(UserError):
    """A file, folder or query cannot be read at all; no row of it was stored."""


class Refused(SourceError):
    """Reading this input would be unsafe: a bomb, a path trick, an absurd size."""


class DomainError(UserError):
    """A domain file (taxonomy and opinion words) is not valid."""


class ModelError(UserError):
    """A model's files cannot be used: damaged, unsafe, incomplete or from a newer version."""


class NotFound(UserError):
    """An id, a workspace or a table that was asked for does not exist."""


class WorkspaceBusy(UserError):
    """Another process is writing to the workspace."""


class MissingExtra(UserError):
    """An optional dependency is not installed; the message names the extra."""


class InternalError(NeedlensError):
    """The fault is ours or the machine's, not the caller's."""


class StoreError(InternalError):
    """The workspace cannot be written or read: damaged, disk full, newer version."""
