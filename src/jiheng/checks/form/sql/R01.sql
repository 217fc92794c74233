-- 项目各一级指标的权重之和等于规则包规定的分值；规则包不分一级指标时，全部指标合计
WITH leveled AS (
  SELECT o.*, CASE WHEN EXISTS (SELECT 1 FROM pack_levels WHERE level_1 = '') THEN '' ELSE o.level_1 END AS counted_under
  FROM own o WHERE o.project <> '')
SELECT o.unit_code, o.unit_year, trim(o.project || ' ' || o.counted_under) AS subject,
       points_text(sum(o.weight)) AS value,
       coalesce(points_text(any_value(l.weight)), '规则包没有这个一级指标') AS expected,
       any_value(o.place_file) AS place_file, any_value(o.place_sheet) AS place_sheet, min(o.place_row) AS place_row
FROM leveled o LEFT JOIN pack_levels l ON l.level_1 = o.counted_under
GROUP BY o.unit_code, o.unit_year, o.project, o.counted_under
HAVING sum(o.weight) IS DISTINCT FROM any_value(l.weight)
