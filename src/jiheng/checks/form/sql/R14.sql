-- 同一项目内三级指标不重复
WITH named AS (
  SELECT unit_code, unit_year, project, translate(name, ' 　（）()、，,', '') AS plain, name, level_1, place_file, place_sheet, place_row,
         hash(unit_code, unit_year, project, plain) AS key
  FROM own),
-- a hash is quick to group; the groups below are those of the words themselves
likely AS (SELECT key FROM named GROUP BY key HAVING count(*) > 1)
SELECT unit_code, unit_year, CASE WHEN project = '' THEN '部门整体' ELSE project END || '“' || any_value(name) || '”' AS subject,
       '出现 ' || count(*)::VARCHAR || ' 次：' || string_agg(DISTINCT level_1, '、' ORDER BY level_1) AS value,
       '只保留一处' AS expected,
       any_value(place_file) AS place_file, any_value(place_sheet) AS place_sheet, max(place_row) AS place_row
FROM named SEMI JOIN likely USING (key)
GROUP BY unit_code, unit_year, project, plain
HAVING count(*) > 1
