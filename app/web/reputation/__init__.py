"""Points, levels, trust and boards on the web."""

from app.web.reputation import points

blueprints = [m.bp for m in (points,)]
