"""Pages of places: products, tags, spaces, announcements."""

from app.web.catalog import announcements, ownerships, products, spaces, tags

blueprints = [m.bp for m in (products, ownerships, tags, spaces, announcements)]
