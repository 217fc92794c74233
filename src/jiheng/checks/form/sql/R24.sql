-- 年中预算调整幅度过大，说明原因
WITH money AS (
  SELECT unit_code, unit_year, CASE WHEN project = '' THEN '基本支出' ELSE project END AS subject,
         sum(original) AS original, sum(adjusted) AS adjusted,
         any_value(place_file) AS place_file, any_value(place_sheet) AS place_sheet, min(place_row) AS place_row,
         list(code) AS lines
  FROM budget GROUP BY unit_code, unit_year, project)
SELECT m.unit_code, m.unit_year, m.subject,
       '调整 ' || percent_text(m.adjusted - m.original, m.original) AS value,
       '幅度不超过 ' || percent_text(g.adjustment_limit, 1000000) || '，或在预算调整表写明事由' AS expected,
       m.place_file, m.place_sheet, m.place_row
FROM money m, pack_settings g
WHERE m.original > 0 AND abs(m.adjusted - m.original)::HUGEINT * 1000000 > m.original::HUGEINT * g.adjustment_limit
  AND NOT EXISTS (SELECT 1 FROM adjustments a WHERE a.unit_code = m.unit_code AND a.unit_year = m.unit_year
                  AND list_contains(m.lines, a.line) AND a.reason <> '')
