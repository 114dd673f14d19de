"""Being told: the bell, following, what one wants to hear, and the links in mails that stop it."""

from app.web.notifications import follows, mutes, notices, settings, solutions, stops

blueprints = [m.bp for m in (notices, follows, mutes, settings, stops, solutions)]
