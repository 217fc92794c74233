-- 评价等级与得分相符
WITH earned AS (
  SELECT s.*, (SELECT g.name FROM pack_grades g WHERE millionths(s.total) >= g.at_least * 100::HUGEINT ORDER BY g.at_least DESC LIMIT 1) AS right_grade
  FROM stated s WHERE s.total IS NOT NULL AND coalesce(s.grade, '') <> '')
SELECT unit_code, unit_year, subject, number_text(total) || ' 分，“' || grade || '”' AS value, '“' || right_grade || '”' AS expected,
       place_file, place_sheet, place_row
FROM earned WHERE left(grade, 1) <> left(right_grade, 1)
