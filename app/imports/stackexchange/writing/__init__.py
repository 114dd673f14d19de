"""What a checked dump becomes: rows of ours, a batch of them in each unit of work.

Bodies are converted and rendered before the unit that keeps them. Everything carries the site it
came from and its id there, so that a second run finds what the first one made and adds the rest.
Nobody is told of anything: what is imported happened long ago.
"""
