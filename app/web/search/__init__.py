"""Search pages, and what is offered while somebody types."""

from app.web.search import matches, results, suggestions

blueprints = [m.bp for m in (results, suggestions, matches)]
