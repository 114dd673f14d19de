"""What reputation does when others announce something."""

from __future__ import annotations

from app.domain.reputation.models import boards as boards
from app.domain.reputation.models import cases as cases
from app.domain.reputation.models import ledger as ledger
