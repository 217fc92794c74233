-- 预算执行得分等于执行率乘以分值，最高得满分；部门整体和项目各按自己的规则包
WITH weighed AS (
  SELECT s.*, CASE WHEN s.project = '' THEN g.unit_execution_weight ELSE g.execution_weight END AS weight
  FROM stated s, pack_settings g WHERE s.execution_score IS NOT NULL AND s.budget > 0 AND s.paid IS NOT NULL)
SELECT unit_code, unit_year, subject, number_text(execution_score) || ' 分' AS value,
       points_text(half_up(least(greatest(millionths(paid), 0), millionths(budget)) * weight, millionths(budget))) AS expected,
       place_file, place_sheet, place_row
FROM weighed
WHERE weight IS NOT NULL
  AND half_up(millionths(execution_score), 10000)
      <> half_up(least(greatest(millionths(paid), 0), millionths(budget)) * weight, millionths(budget) * 100)
