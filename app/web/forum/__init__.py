"""Pages of the forum, one module for each noun."""

from app.web.forum import (
    acceptances,
    claims,
    info_requests,
    marks,
    me_toos,
    outcomes,
    questions,
    statuses,
    views,
    votes,
)

blueprints = [
    m.bp
    for m in (
        questions,
        acceptances,
        marks,
        votes,
        me_toos,
        outcomes,
        statuses,
        info_requests,
        claims,
        views,
    )
]
