-- 项目各一级指标的权重之和等于规则包规定的分值
SELECT o.unit_code, o.unit_year, o.project || ' ' || o.level_1 AS subject,
       points_text(sum(o.weight)) AS value,
       coalesce(points_text(any_value(l.weight)), '规则包没有这个一级指标') AS expected,
       any_value(o.place_file) AS place_file, any_value(o.place_sheet) AS place_sheet, min(o.place_row) AS place_row
FROM own o LEFT JOIN pack_levels l ON l.level_1 = o.level_1
WHERE o.project <> ''
GROUP BY o.unit_code, o.unit_year, o.project, o.level_1
HAVING sum(o.weight) IS DISTINCT FROM any_value(l.weight)
