"""Pages where ideas and threads meet: their links, and "solved now?"."""

from __future__ import annotations

from app.web.loop import closings, links

blueprints = [m.bp for m in (links, closings)]
