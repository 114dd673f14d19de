"""A folder of Markdown files, as help centres keep them: read, checked, put into our words.

``folder`` finds the files and ``front_matter`` cuts each into what it says about itself and its
text. ``plan`` reads the whole folder once: titles, topics, addresses. ``body`` turns one text into
the Markdown that we render (``blocks`` for HTML, ``inline`` for marks within a line, ``headings``
for their addresses, ``links`` and ``pictures`` for what leads elsewhere), and ``writing`` alone
touches the database.
"""
