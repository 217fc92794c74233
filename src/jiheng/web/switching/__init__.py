"""The two switches of the frame: the same page of another unit, the same page of another year."""
