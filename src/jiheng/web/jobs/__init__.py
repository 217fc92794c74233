"""Work that takes longer than a page may: queued, watched while it runs, taken up again after a restart."""
