"""搜索: units, projects, indicators, documents and the application's own pages, only within what the person may see."""
