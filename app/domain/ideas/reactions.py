"""What ideas do when something happened elsewhere."""

from __future__ import annotations
