"""Pages of ideas, one module for each noun."""

from app.web.ideas import similar

blueprints = [m.bp for m in (similar,)]
