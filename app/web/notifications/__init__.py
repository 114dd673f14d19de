"""Being told: the bell, following, what one wants to hear, and the links in mails that stop it."""

from app.web.notifications import (
    closings_in_mail,
    follows,
    mutes,
    notices,
    settings,
    solutions,
    stops,
)

blueprints = [m.bp for m in (notices, follows, mutes, settings, stops, solutions, closings_in_mail)]
