"""What moderators do, each act with a reason: rulings, moves, merges, duplicates."""

from app.web.moderation import duplicates, merges, moves, rulings

blueprints = [m.bp for m in (rulings, moves, merges, duplicates)]
