"""Articles: one source, shown in many places, kept true by use."""
