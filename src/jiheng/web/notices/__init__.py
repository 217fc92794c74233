"""通知: what happened to a person since he looked, told from what is on record anyway."""
