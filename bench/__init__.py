"""Measuring Pukka beside a bare Flask page on the same server: ``make bench``.

Absolute figures belong to one machine and one hour. What may be compared is within one run: a page
beside the bare page, and CPU time, which does not depend on who else uses the machine.
"""
