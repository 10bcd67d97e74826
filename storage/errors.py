"""What can go wrong between the program and what it keeps, each in one sentence that a person can act on."""

from __future__ import annotations


class StorageError(Exception):
    """Something about the database or the bodies is not as it must be; the message is one sentence."""


class Unreachable(StorageError):
    """The database does not answer, or the folder cannot be written."""


class Busy(StorageError):
    """Another program has held the database for longer than one waits."""


class NotOurs(StorageError):
    """There is something at the address, but it is no database of this program."""


class TooNew(StorageError):
    """The database was migrated by a newer version of the program."""


class UnknownPage(StorageError):
    """Something is said of a page that was never declared."""


class UnknownEvent(StorageError):
    """Something is said of an event that was never recorded."""


class NotCorrectable(StorageError):
    """The event was never told, or has been retracted, so there is nothing to correct."""


class BodyMissing(StorageError):
    """No file holds the body of this sha256."""


class BodyDamaged(StorageError):
    """The file is there, but what it holds is not the body of its name."""
