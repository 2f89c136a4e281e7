from console.app import app
from shared import logs


def main() -> None:
    """Run `xunjian`. Standard output is for answers alone; what libraries have to say goes to standard error."""
    logs.configure("console", "error", service="console")
    app()


if __name__ == "__main__":
    main()
