"""Fixtures of the desk serve here too."""

from tests.runtime.desk.conftest import agent, clients, other_version, submission, version

__all__ = ["agent", "clients", "other_version", "submission", "version"]
