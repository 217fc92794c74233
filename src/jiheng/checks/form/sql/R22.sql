-- 几乎没有支出的项目，产出却已完成
WITH money AS (
  SELECT b.unit_code, b.unit_year, b.project, sum(b.adjusted) AS budget, coalesce(sum(p.paid), 0) AS paid
  FROM budget b LEFT JOIN (SELECT unit_code, unit_year, line, sum(amount) AS paid FROM payments GROUP BY ALL) p
    ON p.unit_code = b.unit_code AND p.unit_year = b.unit_year AND p.line = b.code
  WHERE b.project <> '' GROUP BY ALL)
SELECT o.unit_code, o.unit_year, o.project AS subject,
       '支出 ' || yuan_text(any_value(m.paid)) || '（' || percent_text(any_value(m.paid), any_value(m.budget)) || '），'
         || count(*)::VARCHAR || ' 项数量指标均已完成' AS value,
       '说明产出的资金来源或核对完成值' AS expected,
       any_value(o.place_file) AS place_file, any_value(o.place_sheet) AS place_sheet, min(o.place_row) AS place_row
FROM own o JOIN money m ON m.unit_code = o.unit_code AND m.unit_year = o.unit_year AND m.project = o.project
WHERE o.level_2 LIKE '数量%' AND o.operator IN ('≥', '>') AND m.budget > 0 AND m.paid * 100 < m.budget
GROUP BY o.unit_code, o.unit_year, o.project HAVING bool_and(coalesce(o.actual >= o.target, FALSE))
