"""Search pages, and what is offered while somebody types."""

from app.web.search import asks, log, matches, reports, results, suggestions, synonyms

blueprints = [m.bp for m in (results, suggestions, matches, asks, log, reports, synonyms)]
