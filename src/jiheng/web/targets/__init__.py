"""绩效目标: what is promised, judged while it is being typed."""
