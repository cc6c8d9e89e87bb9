"""Django's PostgreSQL, which asks a kept connection whether it still lives without a round trip when it is silent."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A kept connection is looked at before each request (CONN_HEALTH_CHECKS), a server of a page asks little more."""

    def is_usable(self) -> bool:
        """Tell whether the connection works.

        A server that stops says so or closes: either can be read. One whose machine vanished is told from a slow one by
        nothing but time: the first statement finds out (`tcp_user_timeout`).
        """
        if self.connection is None or self.connection.closed or self.errors_occurred:
            return bool(super().is_usable())
        readable, _, _ = select.select([self.connection.fileno()], [], [], 0)
        return not readable or bool(super().is_usable())
