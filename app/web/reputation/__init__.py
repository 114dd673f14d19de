"""Points, levels, trust and boards on the web."""

from app.web.reputation import awards, boards, cases, economy, lounge, points, trust

blueprints = [m.bp for m in (points, awards, economy, boards, trust, lounge, cases)]
