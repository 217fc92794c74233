-- 未完成目标或被扣分的指标，说明偏差原因和改进措施
SELECT unit_code, unit_year, subject,
       '完成值 ' || coalesce(number_text(actual), '未填') || '，目标 ' || operator || coalesce(number_text(target), '') AS value,
       CASE WHEN reason = '' AND measure = '' THEN '填写偏差原因和改进措施'
            WHEN reason = '' THEN '填写偏差原因' ELSE '填写改进措施' END AS expected,
       place_file, place_sheet, place_row
FROM own
WHERE reported AND absent = '' AND (reason = '' OR measure = '')
  AND (half_up(claimed, 100) < half_up(weight, 100)
       OR (operator IN ('≥', '>') AND actual < target) OR (operator IN ('≤', '<') AND actual > target)
       OR (operator = '=' AND actual <> target))
