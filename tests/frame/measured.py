"""What tests measure is told at the end of a run, whichever worker measured it: `measured("recall 0.94")`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from _pytest.terminal import TerminalReporter

NAME = "measured"


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    return lambda line: record_property(NAME, line)


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    reports = [one for those in terminalreporter.stats.values() for one in those]
    told = {line for one in reports for name, line in getattr(one, "user_properties", ()) if name == NAME}
    if told:
        terminalreporter.section(NAME)
        for line in sorted(told):
            terminalreporter.write_line(line)
