-- 每项得分都有佐证材料；满意度须有调查样本数和调查日期
WITH proof AS (
  SELECT unit_code, unit_year, indicator, count(*) AS n, bool_or(sample > 0 AND dated IS NOT NULL) AS surveyed
  FROM evidence GROUP BY ALL)
SELECT o.unit_code, o.unit_year, o.subject, CASE WHEN p.n IS NULL THEN '无佐证材料' ELSE '无调查样本数或日期' END AS value,
       CASE WHEN p.n IS NULL THEN '至少一份佐证材料' ELSE '满意度调查的样本数和日期' END AS expected,
       o.place_file, o.place_sheet, o.place_row
FROM own o LEFT JOIN proof p ON p.unit_code = o.unit_code AND p.unit_year = o.unit_year AND p.indicator = o.code
WHERE o.reported AND coalesce(o.claimed, 1) > 0 AND o.absent = ''
  AND (p.n IS NULL OR ((o.level_1 LIKE '%满意%' OR o.name LIKE '%满意度%') AND NOT coalesce(p.surveyed, FALSE)))
