"""People: accounts, log-in, passwords, sessions."""
