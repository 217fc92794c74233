"""``python -m jiheng`` where the command ``jiheng`` is not on the path."""

from jiheng.cli.main import main

if __name__ == "__main__":
    main()
