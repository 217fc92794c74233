"""Tests of reading; a package, so that its file names may recur elsewhere."""
