"""The API: the same actions and the same rights as the pages, by token."""
