"""管理: units, accounts and roles, years and deadlines, rule packs; and the stock admin for maintainers."""
