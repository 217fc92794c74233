"""The web application: one Django app per stage of the cycle, thin views, mutations as named actions."""
