"""Communities of a given size, for benchmarks: invented words, realistic spread, exact sums."""
