"""The site itself: home, health, theme, feeds, what search engines and operators ask for."""

from app.web.site import choices, feeds, health, home, metrics, pages, robots

blueprints = [m.bp for m in (home, health, metrics, choices, feeds, pages, robots)]
