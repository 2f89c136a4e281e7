import sys

from console.app import build
from shared import logs


def main() -> None:
    """Run `xunjian`. Standard output is for answers alone; what libraries have to say goes to standard error."""
    logs.configure("console", "error", service="console")
    build(next(iter(sys.argv[1:]), None))()


if __name__ == "__main__":
    main()
