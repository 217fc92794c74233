"""What must be public, by when; the public page's words and tables; the machine-readable pack."""

from jiheng.disclosure.content import PublicPack, build
from jiheng.disclosure.duty import Duty, duties
from jiheng.disclosure.files import public_files

__all__ = ["Duty", "PublicPack", "build", "duties", "public_files"]
