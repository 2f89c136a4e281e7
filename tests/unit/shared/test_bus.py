"""What it takes to load the bus."""

import subprocess
import sys


def test_who_only_publishes_loads_neither_faststream_nor_the_driver_of_the_database():
    """Commands and tools start in a third less time."""
    program = (
        "import sys, shared.bus, deploy.embedded\n"
        "print(sorted({'faststream', 'motor', 'pymongo'} & {name.partition('.')[0] for name in sys.modules}))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "[]" == done.stdout.strip()
