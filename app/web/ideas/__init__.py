"""Pages of ideas, one module for each noun."""

from app.web.ideas import (
    board,
    coins,
    comments,
    edits,
    feeds,
    follows,
    hidings,
    histories,
    ideas,
    petitions,
    proposals,
    roadmaps,
    rounds,
    similar,
    stories,
    tellings,
    themes,
    voters,
    votes,
)

blueprints = [
    m.bp
    for m in (
        board,
        ideas,
        proposals,
        similar,
        votes,
        follows,
        comments,
        edits,
        histories,
        voters,
        petitions,
        hidings,
        roadmaps,
        feeds,
        rounds,
        coins,
        stories,
        tellings,
        themes,
    )
]
