"""信息公开: what must be public, publishing a frozen version, and the public pages without log-in."""
