"""Badges on the web: the shelf, each badge, a member's, giving by hand, making new ones."""

from app.web.badges import awards, custom, shelf

blueprints = [module.bp for module in (shelf, awards, custom)]
