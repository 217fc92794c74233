-- 每项得分都有佐证材料；满意度须有调查样本数和调查日期
WITH asked AS (
  SELECT * FROM own WHERE reported AND coalesce(claimed, 1) > 0 AND absent = ''),
bare AS (
  SELECT a.* FROM asked a ANTI JOIN evidence e
    ON e.indicator = a.code AND e.unit_code = a.unit_code AND e.unit_year = a.unit_year),
-- first those without a survey, few, then whether they have any evidence at all
unsurveyed AS (
  SELECT a.* FROM asked a ANTI JOIN (SELECT * FROM evidence WHERE sample > 0 AND dated IS NOT NULL) e
    ON e.indicator = a.code AND e.unit_code = a.unit_code AND e.unit_year = a.unit_year
  WHERE a.level_1 LIKE '%满意%' OR a.name LIKE '%满意度%')
SELECT unit_code, unit_year, subject, '无佐证材料' AS value, '至少一份佐证材料' AS expected, place_file, place_sheet, place_row FROM bare
UNION ALL
SELECT unit_code, unit_year, subject, '无调查样本数或日期', '满意度调查的样本数和日期', place_file, place_sheet, place_row
FROM unsurveyed u SEMI JOIN evidence e
  ON e.indicator = u.code AND e.unit_code = u.unit_code AND e.unit_year = u.unit_year
