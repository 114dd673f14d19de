"""Python's collector of rubbish, told what a test run is like: much is imported, little is dropped.

Left alone it looks through all modules and all collected tests again and again, and finds nothing
in them: a tenth of the suite's time. What stands when the tests are collected stays to the end.
"""

import gc

import pytest

# So many new objects before it looks, and so many looks before it looks at older ones.
THRESHOLDS = (20_000, 20, 20)


def pytest_configure(config: pytest.Config) -> None:
    # What only hands out tests to other processes collects none itself.
    if not config.getoption("numprocesses"):
        gc.disable()


# After pytest itself has dropped what this run does not ask for.
@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()
