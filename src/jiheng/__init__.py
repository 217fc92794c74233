"""绩衡 (Jiheng): budget performance management, exact and explained."""

__version__ = "0.1.0"
