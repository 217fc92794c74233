-- 金额单位一致：相差约一万倍的两个数，疑似元与万元混用
WITH pairs AS (
  SELECT b.unit_code, b.unit_year, '预算项 ' || b.code AS subject, b.adjusted AS planned, sum(p.amount) AS actual, b.place_file, b.place_sheet, b.place_row
  FROM budget b JOIN payments p ON p.unit_code = b.unit_code AND p.unit_year = b.unit_year AND p.line = b.code
  GROUP BY b.unit_code, b.unit_year, b.code, b.adjusted, b.place_file, b.place_sheet, b.place_row
  UNION ALL SELECT unit_code, unit_year, '运行成本 ' || name, budget, actual, place_file, place_sheet, place_row FROM running_costs
  UNION ALL SELECT unit_code, unit_year, '预算项 ' || code, original, adjusted, place_file, place_sheet, place_row FROM budget
  UNION ALL SELECT unit_code, unit_year, '专项资金 ' || code, issued, paid, place_file, place_sheet, place_row FROM special_funds
  UNION ALL SELECT unit_code, unit_year, '采购 ' || code, budget, amount, place_file, place_sheet, place_row FROM purchases)
SELECT unit_code, unit_year, subject, yuan_text(planned) || ' 与 ' || yuan_text(actual) AS value,
       '同一单位（元）；请核对是否把万元填成了元' AS expected, place_file, place_sheet, place_row
FROM pairs
WHERE planned > 0 AND actual > 0
  AND (planned::HUGEINT BETWEEN actual::HUGEINT * 5000 AND actual::HUGEINT * 20000
       OR actual::HUGEINT BETWEEN planned::HUGEINT * 5000 AND planned::HUGEINT * 20000)
