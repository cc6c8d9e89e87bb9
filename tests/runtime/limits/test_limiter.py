"""The limiter: exact counts in fixed windows, nothing readable kept."""

import pytest

from runtime.limits.limiter import Bucket, hit
from runtime.limits.models import Counter
from tests.runtime.parallel import in_parallel

MINUTE = 60
NOON = 1_795_000_040  # 20 s after a whole minute


@pytest.fixture
def at(monkeypatch):
    """Set the clock of the limiter."""

    def set_clock(seconds):
        monkeypatch.setattr("runtime.limits.limiter.epoch_sql", lambda: ("%s", [seconds]))

    set_clock(NOON)
    return set_clock


def hits(bucket, times):
    return [hit(bucket).is_allowed for _ in range(times)]


@pytest.mark.django_db
def test_a_bucket_allows_its_limit_and_no_more(at):
    allowed = hits(Bucket("a", 3, MINUTE), 5)

    assert allowed == [True, True, True, False, False]


@pytest.mark.django_db
def test_a_refusal_says_how_long_until_the_window_ends(at):
    hits(Bucket("a", 1, MINUTE), 1)

    verdict = hit(Bucket("a", 1, MINUTE))

    assert (verdict.is_allowed, verdict.wait_seconds) == (False, MINUTE - NOON % MINUTE)


@pytest.mark.django_db
def test_the_next_window_starts_from_nothing(at):
    hits(Bucket("a", 1, MINUTE), 2)
    at(NOON + MINUTE)

    assert hit(Bucket("a", 1, MINUTE)).is_allowed


@pytest.mark.django_db
def test_buckets_of_other_names_and_windows_are_counted_apart(at):
    hits(Bucket("a", 1, MINUTE), 2)

    assert hit(Bucket("b", 1, MINUTE)).is_allowed
    assert hit(Bucket("a", 1, 3_600)).is_allowed


@pytest.mark.django_db
def test_several_buckets_cost_one_statement(at, django_assert_num_queries):
    with django_assert_num_queries(1):
        hit(Bucket("a", 1, MINUTE), Bucket("b", 1, 3_600), Bucket("c", 1, 3_600))


@pytest.mark.django_db
def test_one_full_bucket_of_several_refuses(at):
    full, free = Bucket("full", 0, MINUTE), Bucket("free", 5, MINUTE)

    assert not hit(full, free).is_allowed


@pytest.mark.django_db
def test_an_alarm_lets_pass_and_is_told_once_a_window_without_the_address(at, caplog):
    bucket = Bucket("site:198.51.100.7", 2, MINUTE, only_alarms=True)

    allowed = hits(bucket, 6)

    assert all(allowed)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "198.51.100.7" not in caplog.text


@pytest.mark.django_db
def test_names_are_not_readable_in_the_table(at):
    hit(Bucket("lookup:198.51.100.7", 1, MINUTE))

    assert "198.51" not in Counter.objects.get().bucket


@pytest.mark.django_db(transaction=True)
def test_twenty_threads_are_counted_exactly(at, tmp_path):
    bucket = Bucket("a", 50, MINUTE)

    allowed = [each for found in in_parallel(20, lambda: hits(bucket, 5), folder=tmp_path) for each in found]

    assert (allowed.count(True), allowed.count(False)) == (50, 50)
