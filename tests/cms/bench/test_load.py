"""Acknowledgements of the load against the rows: what is lost, what is there twice."""

from cms.bench.load import ClientTally, compared

ROWS = [("BEN-1", "personne-1@example.org"), ("BEN-2", "personne-2@example.org")]


def seen(*references):
    return [ClientTally(references=list(references[:1])), ClientTally(references=list(references[1:]))]


def test_each_acknowledgement_has_its_row():
    assert compared(seen("BEN-1", "BEN-2"), ROWS) == {"acknowledged": 2, "lost": 0, "doubled": 0}


def test_an_acknowledged_reference_without_a_row_is_lost():
    assert compared(seen("BEN-1", "BEN-2", "BEN-3"), ROWS) == {"acknowledged": 3, "lost": 1, "doubled": 0}


def test_two_rows_of_one_filing_are_one_too_many():
    rows = [*ROWS, ("BEN-3", "personne-2@example.org")]

    assert compared(seen("BEN-1", "BEN-2"), rows) == {"acknowledged": 2, "lost": 0, "doubled": 1}


def test_one_reference_on_two_receipts_is_one_too_many():
    assert compared(seen("BEN-1", "BEN-1"), ROWS[:1]) == {"acknowledged": 2, "lost": 0, "doubled": 1}


def test_a_row_that_nobody_saw_acknowledged_is_no_loss():
    assert compared(seen("BEN-1"), ROWS) == {"acknowledged": 1, "lost": 0, "doubled": 0}
