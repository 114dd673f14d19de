"""What badges do when others announce something."""

from __future__ import annotations

from app.domain.badges import models as models
