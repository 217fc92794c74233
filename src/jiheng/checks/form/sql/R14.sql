-- 同一项目内三级指标不重复
SELECT unit_code, unit_year, CASE WHEN project = '' THEN '部门整体' ELSE project END || '“' || any_value(name) || '”' AS subject,
       '出现 ' || count(*)::VARCHAR || ' 次：' || string_agg(DISTINCT level_1, '、' ORDER BY level_1) AS value,
       '只保留一处' AS expected,
       any_value(place_file) AS place_file, any_value(place_sheet) AS place_sheet, max(place_row) AS place_row
FROM own GROUP BY unit_code, unit_year, project, regexp_replace(name, '[\s（）()、，]', '', 'g')
HAVING count(*) > 1
