"""The site, served to browsers of this machine by threads of the test process, as its middlewares would serve it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from django.db import connections
from django.test.testcases import LiveServerThread

Result = TypeVar("Result")


@contextmanager
def serving() -> Iterator[str]:
    """Serve until the end of the block; gives the address, without a slash at its end.

    Django's own live server would answer for static files before any middleware: ours is given none.
    """
    thread = LiveServerThread("127.0.0.1", static_handler=lambda application: application)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://127.0.0.1:{thread.port}"
    finally:
        thread.terminate()


def in_database(ask: Callable[[], Result]) -> Result:
    """Run `ask` in a thread of its own: the one of the tests belongs to Playwright, which Django takes for async."""

    def asked() -> Result:
        try:
            return ask()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asked).result()
