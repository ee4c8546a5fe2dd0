"""What holds for all tests."""

import signal


def pytest_configure() -> None:
    """Heed an interrupt, also where tests are started in the background, which ignores it.

    What a test starts would inherit that, and could not be interrupted by it.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
