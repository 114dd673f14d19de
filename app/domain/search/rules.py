"""Search's numbers."""

from __future__ import annotations

RESULTS_A_PAGE = 10
RESULTS_MOST = 100
SUGGESTED = 6
MATCHES = 5
# Hits asked of the engine for each result shown: several of one thread fold into one.
HITS_A_RESULT = 4
# Characters of one document: longer threads are found by their beginning, and by each answer.
TEXT_LONGEST = 40_000
EXCERPT = 220
# Questions whose documents are made at once; bounds memory while all are rebuilt.
BATCH = 500
