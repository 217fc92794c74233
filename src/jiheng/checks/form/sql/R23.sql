-- 实际成本超过成本目标，得分应当下降
SELECT unit_code, unit_year, subject, '实际 ' || number_text(actual) || unit || '，得 ' || points_text(claimed) AS value,
       '目标 ' || operator || number_text(target) || unit || '，得分低于 ' || points_text(weight) AS expected,
       place_file, place_sheet, place_row
FROM own WHERE (level_1 LIKE '%成本%' OR level_2 LIKE '%成本%') AND operator IN ('≤', '<', '=')
  AND actual > target AND claimed >= weight
