-- 同一批复核中，同类问题的扣分尺度相近
SELECT v.unit_code, v.unit_year, '复核问题“' || v.category || '”' AS subject,
       count(*)::VARCHAR || ' 处扣分从 ' || percent_text(min(millionths(v.percent)), 1000000) || ' 到 '
         || percent_text(max(millionths(v.percent)), 1000000) AS value,
       '统一尺度，或说明差别的理由' AS expected,
       any_value(v.place_file) AS place_file, any_value(v.place_sheet) AS place_sheet, min(v.place_row) AS place_row
FROM reviews v WHERE v.category <> '' AND v.percent IS NOT NULL
GROUP BY v.unit_code, v.unit_year, v.category
HAVING count(*) >= 3 AND max(v.percent) - min(v.percent) >= 0.5
