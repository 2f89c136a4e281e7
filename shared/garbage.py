"""How often Python looks for cycles: pages and events are many small objects without any, and looking costs a fifth."""

import gc


def spare_the_collector() -> None:
    """Look seldom, and not among what was there from the start."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
