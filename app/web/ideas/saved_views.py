"""A filter of the desk under a name, as forms and links show it."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from app.domain.accounts.models import Actor
from app.domain.ideas.actions.views import NAME_LONGEST
from app.domain.ideas.policy import may_drop_view
from app.domain.ideas.queries.views import saved_views
from app.kit.i18n import lazy_gettext as _l
from app.web.ideas.deciding_forms import PatientForm
from app.web.ideas.desk_filter import DeskFilter


class ViewForm(PatientForm):
    """What a view is called, and whose it is."""

    name = StringField(
        _l("Name"), [InputRequired(_l("Give the view a name.")), Length(max=NAME_LONGEST)]
    )
    shared = BooleanField(_l("Share it with the team"))


@dataclass(frozen=True)
class ShownView:
    """A saved view as a link of the desk."""

    id: int
    name: str
    url: str
    is_here: bool
    is_shared: bool
    # Whose it is, where it is somebody else's.
    owner: str
    may_drop: bool


def shown_views(who: Actor, chosen: DeskFilter) -> list[ShownView]:
    """Return the member's own views and the team's. One statement."""
    found = []
    for view in saved_views(who):
        kept = DeskFilter.parse(view.values)
        owner = "" if view.owner_id == who.id else view.owner.name or view.owner.handle
        may = bool(may_drop_view(who, view))
        is_here = kept == chosen
        found.append(ShownView(view.id, view.name, kept.url(), is_here, view.shared, owner, may))
    return found
