-- 定量指标有数值、有单位、有方向，单位与指标相配
SELECT unit_code, unit_year, subject, operator || coalesce(number_text(target), '（无数值）') || unit AS value,
       CASE WHEN target IS NULL THEN '填写数值'
            WHEN unit IN ('百分比', '百分之', '％') THEN '%'
            WHEN unit = '' THEN '填写度量单位'
            ELSE '与指标相配的单位（比率用 %）' END AS expected,
       place_file, place_sheet, place_row
FROM own
WHERE operator <> '定性'
  AND (target IS NULL OR unit IN ('', '百分比', '百分之', '％')
       OR (regexp_matches(name, '(率|比例|占比|满意度)$') AND unit NOT IN ('%', '‰', '分')))
