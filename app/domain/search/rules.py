"""Search's numbers."""

from __future__ import annotations

from datetime import timedelta

RESULTS_A_PAGE = 10
RESULTS_MOST = 100
# The box is read this far, and so many operators of it.
TYPED_LONGEST = 200
OPERATORS_MOST = 12
# The first cut: so much of what the engine finds is put in order, more where somebody reads on or
# wants the most voted for.
CUT = 100
DEEP_CUT = 200
VOTES_CUT = 200
# Without words nothing is better than anything else: the most voted are of so many of the newest.
LISTED_CUT = 1000
# Things that are called exactly what was typed stand first, so many of them.
NAMED = 10
NAME_LONGEST = 200
# A name is offered from its third sign on; documents know its first eight. So many candidates are
# looked at, and so many members stand beside other things.
BEGUN_SHORTEST = 3
BEGUN_LONGEST = 8
BEGUN_CUT = 40
BEGUN_SHOWN = 2
# The space of what stands in none, such as members and tags.
EVERYWHERE = "everywhere"
# Words are understood in so many of the languages that are written in a reader's spaces.
LANGUAGES_MOST = 3
# A question that nobody answered and nobody came back to leads nobody anywhere. It is left out
# where so much else was found.
STALE_AFTER = timedelta(days=730)
ENOUGH_ELSE = 5
# Hardly anything: another spelling is looked for.
HARDLY_ANY = 3
CORRECTIONS_TRIED = 3
SUGGESTED = 6
COMPLETED = 3
COMPLETIONS_TRIED = 4
SUGGESTIONS_CUT = 24
# What is like a text that is being written: candidates of each search, and those whose texts are
# compared.
ALIKE_CUT = 60
ALIKE_COMPARED = 50
# Of a text that is compared, and of each of its answers; what follows is logs and quotations.
COMPARED_LONGEST = 6_000
ANSWER_COMPARED = 2_000
# So many answers of a thread are looked through for the one that has the words, and the few that
# seem to have most of them are read.
ANSWERS_SEARCHED = 30
ANSWERS_READ = 4
ANSWERS_COMPARED = 3
MATCHES = 5
# Articles that are shown before other matches, and beside a question.
ARTICLES_MATCHED = 3
# An article matches a question when it shares this many of its words, one of them in its title or
# summary: a single common word would bring it beside everything.
WORDS_SHARED = 2
TEXT_COMPARED = 20_000
# What is more likely to help is found a little earlier; that a question is solved counts where
# what was found is put in order.
BOOSTS_OF_ARTICLES = {"validated": 1.2, "not-validated": 1.1}
# What helps now stands before what is only wished for. A wish that came true helps, too; one that
# was refused or fell asleep helps least.
BOOST_IDEA = 0.8
BOOSTS_OF_IDEAS = {
    "delivered": 1.0,
    "already-available": 1.0,
    "declined": 0.6,
    "archived": 0.6,
}
# A name is a short text, and short texts score high: what somebody wrote comes first.
BOOST_MEMBER = 0.5
BOOST_TAG = 0.7
# With such words wishes begin; that two ideas share them makes neither like the other.
WISHING_WORDS = (
    "able ability add allow another better could enable feature give idea improve let like make"
    " need option please possible provide should suggest suggestion support want way wish would"
)
# Of an idea's comments, those that most agree with, and of each the beginning.
COMMENTS_SEARCHED = 50
COMMENT_LONGEST = 500
# So many ideas are looked through when the board is searched.
IDEAS_SEARCHED = 300
HITS_A_RESULT = 4
# Characters of one zone of a document: the longest are found by their beginning.
TEXT_LONGEST = 40_000
EXCERPT = 220
# Questions whose documents are made at once; bounds memory while all are rebuilt.
BATCH = 500
# Synonyms: more groups than editors can keep in mind serve nobody, and each costs every search.
GROUPS_MOST = 1000
SYNONYMS_LEAST = 2
SYNONYMS_IN_GROUP = 20
SYNONYM_LONGEST = 60
SYNONYM_PARTS_MOST = 6
# The log of searches. More words than that nobody reads; new ones wait until some were swept.
TERMS_MOST = 50_000
TERM_LONGEST = 120
# So many different words of one searcher count on one day.
TERMS_A_DAY = 200
# The longest report and the same span before it, for the trend.
DAYS_KEPT = timedelta(days=200)
# Words that were searched for once may be a slip, or somebody's own.
RARE_FORGOTTEN = timedelta(days=30)
# Hardly anybody opens what is found: of so many searches in so many days, fewer than one in ten.
UNOPENED_DAYS = 30
UNOPENED_LEAST = 5
OPENED_ONE_IN = 10
# Asks: so many a day begin for one searcher, and each remembers so many of the matches it showed.
ASKS_A_DAY = 60
ASK_MATCHES_MOST = 12
DAY = timedelta(days=1)
# Whoever asks about the same product within this time was not helped after all.
VOIDED_WITHIN = timedelta(hours=72)
# What was shown in vain is kept with its question; of asks without one, for the figures' sake.
ASK_MATCHES_KEPT = timedelta(days=90)
ASKS_KEPT = timedelta(days=400)
FIXES_SHOWN = 20
# Who wrote more than this, and what is worn more often, does not come into sight by one post.
WELL_KNOWN = 20
# So many things the worker makes documents of by itself when the index is lost.
MENDED_MOST = 5_000
# The lexicon: so many words, the most used first; mending and completing begin at so many letters.
LEXICON_MOST = 100_000
WORD_SHORTEST = 3
WORD_LONGEST = 30
# Of more posts than these, Whoosh takes too long; other engines do not mind.
WHOOSH_MOST_POSTS = 200_000
