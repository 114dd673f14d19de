"""What the loop does when something happened elsewhere."""

from __future__ import annotations
