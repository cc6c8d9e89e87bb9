"""Twice as much hostile input costs at most about twice as much work, wherever strangers are read (bar W1)."""

import gc
import time

import pytest

from tests.house.hostile_input import THROUGH_TYPES, Hostile, patterns, rows

#: Twice the input may cost so many times the work: two, and noise; the square would be four.
MOST_TIMES = 3
#: Shorter ones cannot be measured: what stays below at its longest is bounded anyway.
LEAST_SECONDS = 0.02
TRIES = 5
AGAIN = 3


def seconds_of(row, sample):
    """The processor time of one reading."""
    started = time.process_time()
    row.read(sample)
    return time.process_time() - started


def grown(row):
    """The size from which a reading can be measured; the most that can reach it when none can."""
    size = 512
    while size < row.most and seconds_of(row, row.sample(size)) < LEAST_SECONDS:
        size *= 2
    return min(size, row.most)


@pytest.fixture(autouse=True)
def no_collection():
    """Passes of the garbage collector grow with all that lives, and would be counted as work of the reader."""
    gc.disable()
    yield
    gc.enable()


def growth_of(row):
    """How many times the work twice the sample costs; 0 when its longest costs next to nothing."""
    size = grown(row)
    if size == row.most:
        if seconds_of(row, row.sample(size)) < LEAST_SECONDS:
            return 0
        size //= 2
    # A busy neighbour slows some readings: what is only noise is within the bound another time.
    found = 0.0
    for _ in range(AGAIN):
        found = _growth(row, size)
        if found <= MOST_TIMES:
            break
    return found


def _growth(row, size):
    small, large = row.sample(size), row.sample(size * 2)
    pairs = [(seconds_of(row, small), seconds_of(row, large)) for _ in range(TRIES)]
    return min(large for _, large in pairs) / min(small for small, _ in pairs)


@pytest.mark.parametrize("kind", sorted({row.name.split()[0] for row in rows()}))
def test_twice_the_input_costs_about_twice_the_work(kind):
    table = [row for row in rows() if row.name.split()[0] == kind]

    assert {row.name: growth for row in table if (growth := growth_of(row)) > MOST_TIMES} == {}


def test_a_reader_of_the_square_is_found():
    square = Hostile("square", lambda n: "a" * n, lambda text: [text[:place].count("b") for place in range(len(text))])

    assert growth_of(square) > MOST_TIMES


def test_every_pattern_on_input_is_in_the_table():
    unread = {place for place, pattern, _ in patterns() if pattern is None and not place.startswith(THROUGH_TYPES)}

    assert unread == set()
    assert len({place for place, _, _ in patterns()}) > 80
