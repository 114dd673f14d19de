"""A Stack Exchange site dump: read, checked as a whole, and put into our words.

``dump`` reads the official XML files one row at a time, ``rows`` names what a row holds,
``check`` walks everything once and says what will be created and what skipped, ``bodies`` turns
HTML into Markdown. Nothing in these modules touches the database.
"""
