"""The command ``jiheng``: one thin verb per module."""
