-- 预算执行得分等于执行率乘以分值，最高得满分
SELECT s.unit_code, s.unit_year, s.subject, number_text(s.execution_score) || ' 分' AS value,
       points_text(half_up(least(greatest(millionths(s.paid), 0), millionths(s.budget)) * g.execution_weight,
                           millionths(s.budget))) AS expected,
       s.place_file, s.place_sheet, s.place_row
FROM stated s, pack_settings g
WHERE s.execution_score IS NOT NULL AND s.budget > 0 AND s.paid IS NOT NULL AND g.execution_weight IS NOT NULL
  AND half_up(millionths(s.execution_score), 10000)
      <> half_up(least(greatest(millionths(s.paid), 0), millionths(s.budget)) * g.execution_weight, millionths(s.budget) * 100)
