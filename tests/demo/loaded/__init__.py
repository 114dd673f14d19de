"""Tests of the demo community as it was loaded: a package, so that they share one loading."""
