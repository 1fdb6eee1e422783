"""What people see: plain ES modules, served as they are."""

from pathlib import Path

ROOT = Path(__file__).parent
