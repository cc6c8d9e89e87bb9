"""The fixtures of submissions serve here too."""

from tests.runtime.submissions.conftest import agent, manager, submission, version

__all__ = ["agent", "manager", "submission", "version"]
