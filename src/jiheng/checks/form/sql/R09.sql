-- 定性指标选定完成等级，得分系数落在该等级的区间内
SELECT o.unit_code, o.unit_year, o.subject,
       CASE WHEN o.level = '' THEN '未选等级' ELSE o.level || coalesce('，系数 ' || percent_text(millionths(o.coefficient), 1000000), '') END AS value,
       CASE WHEN l.name IS NULL THEN '从三个等级中选定一个'
            ELSE percent_text(l.low, 1000000) || ' 至 ' || percent_text(l.high, 1000000) END AS expected,
       o.place_file, o.place_sheet, o.place_row
FROM own o LEFT JOIN pack_qualities l ON l.name = o.level
WHERE o.operator = '定性' AND o.reported AND o.absent = ''
  AND (l.name IS NULL OR millionths(o.coefficient) > l.high
       OR millionths(o.coefficient) < l.low OR (millionths(o.coefficient) = l.low AND NOT l.low_included))
