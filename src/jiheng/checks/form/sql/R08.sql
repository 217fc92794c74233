-- 实际完成值是事实，不照抄目标
SELECT unit_code, unit_year, CASE WHEN project = '' THEN '部门整体' ELSE project END AS subject,
       count(*)::VARCHAR || ' 项定量指标的完成值全部等于目标值' AS value, '逐项填写实际完成数' AS expected,
       any_value(place_file) AS place_file, any_value(place_sheet) AS place_sheet, min(place_row) AS place_row
FROM own WHERE operator IN ('≥', '>', '≤', '<') AND target IS NOT NULL AND actual IS NOT NULL
GROUP BY unit_code, unit_year, project
HAVING count(*) >= 4 AND bool_and(actual = target)
