"""What lives as long as the process is kept out of garbage collection (decision 0012)."""

import gc


def collect_rarely() -> None:
    """Look at the young objects every 20,000 instead of every 700.

    Both a start and deliveries make many values and hardly a cycle: importing makes 150,000 that
    stay for good, and would be walked over and over.
    """
    gc.set_threshold(20_000, 20, 50)


def settle_heap() -> None:
    """Keep what lives as long as the process out of every later collection, and collect rarely.

    A full one over the curricula and the libraries stops the loop for some 80 ms.
    """
    gc.collect()
    gc.freeze()
    collect_rarely()
