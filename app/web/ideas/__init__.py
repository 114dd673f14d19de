"""Pages of ideas, one module for each noun."""

from app.web.ideas import coins, feeds, rounds, similar, stories, tellings, themes

blueprints = [m.bp for m in (feeds, similar, rounds, coins, stories, tellings, themes)]
