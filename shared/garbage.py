"""How often Python looks for cycles: pages and events are many small objects without any, and looking costs a fifth."""

import gc


def spare_the_collector() -> None:
    """Look seldom, and not among what was there from the start.

    A batch of five hundred events is some forty thousand objects: looked at while they are needed, they only cost.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)
