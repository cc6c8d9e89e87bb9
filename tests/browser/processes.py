"""Which process of a run with several (`-n 2`) gets which tests."""

import re

from xdist.scheduler import LoadScopeScheduling

from tests.browser.tours import TOURS


class SchedulingByTour(LoadScopeScheduling):
    """The tests of one tour go to one process, since it is walked there; those of one module too."""

    def _split_scope(self, nodeid: str) -> str:
        module, _, test = nodeid.partition("::")
        tour = next((each for each in TOURS if each in test), "")
        language = "en" if re.search(r"[-\[]en[-\]]", test) else "fr"
        return f"{tour} {language}" if tour else module
