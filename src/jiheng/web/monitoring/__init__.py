"""运行监控: monthly forms, the portfolio with forecasts, warnings as cases, reminders, the county board and the wall."""
