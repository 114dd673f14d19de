"""Pages of ideas, one module for each noun."""

from app.web.ideas import feeds, similar

blueprints = [m.bp for m in (feeds, similar)]
