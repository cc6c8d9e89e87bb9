"""What tests of lists share."""

from tests.clock import one_window  # noqa: F401 - a fixture
