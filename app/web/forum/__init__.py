"""Pages of the forum, one module for each noun."""

from app.web.forum import (
    acceptances,
    answers,
    asks,
    claims,
    drafts,
    edits,
    files,
    histories,
    info_requests,
    marks,
    me_toos,
    outcomes,
    previews,
    questions,
    queue,
    quotes,
    replies,
    staged_notes,
    staging,
    statuses,
    views,
    votes,
)

blueprints = [
    m.bp
    for m in (
        asks,
        questions,
        edits,
        answers,
        replies,
        acceptances,
        marks,
        votes,
        me_toos,
        outcomes,
        statuses,
        info_requests,
        claims,
        queue,
        histories,
        drafts,
        files,
        previews,
        quotes,
        views,
        staging,
        staged_notes,
    )
]
