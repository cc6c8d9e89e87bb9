"""What whole journeys share."""

from tests.clock import one_window  # noqa: F401 - a fixture
