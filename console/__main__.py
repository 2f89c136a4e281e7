from console.app import app


def main() -> None:
    """Run `xunjian`."""
    app()


if __name__ == "__main__":
    main()
