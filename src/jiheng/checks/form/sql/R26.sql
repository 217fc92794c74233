-- 预算有较大调整的项目，绩效目标相应调整或说明
WITH money AS (
  SELECT unit_code, unit_year, project, sum(original) AS original, sum(adjusted) AS adjusted
  FROM budget WHERE project <> '' GROUP BY ALL)
SELECT o.unit_code, o.unit_year, o.project AS subject,
       '预算调整 ' || percent_text(any_value(m.adjusted - m.original), any_value(m.original)) || '，' || count(*)::VARCHAR || ' 项指标目标均未调整' AS value,
       '调整目标（填写年初指标值和调整后指标值）' AS expected,
       any_value(o.place_file) AS place_file, any_value(o.place_sheet) AS place_sheet, min(o.place_row) AS place_row
FROM own o JOIN money m ON m.unit_code = o.unit_code AND m.unit_year = o.unit_year AND m.project = o.project, pack_settings g
WHERE m.original > 0 AND abs(m.adjusted - m.original)::HUGEINT * 1000000 > m.original::HUGEINT * g.adjustment_limit
GROUP BY o.unit_code, o.unit_year, o.project
HAVING bool_and(coalesce(o.original_target = o.target, TRUE))
