"""The evaluator of rules in the browser stays small: a page loads it as it is written."""

import gzip

from tests.house.tree import ROOT

SCRIPTS = ROOT / "runtime" / "static" / "runtime"

#: What is served of it, in bytes.
MOST = 4_000


def test_evaluator_is_at_most_four_kilobytes_compressed():
    written = (SCRIPTS / "rules.js").read_bytes()

    assert len(gzip.compress(written, 9)) <= MOST
    assert b"eval(" not in written
    assert b"Function(" not in written
