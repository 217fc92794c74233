-- 指标方向与指标性质相符：成本、投诉、事故一类越低越好，数量产出一类越高越好
SELECT unit_code, unit_year, subject, operator || number_text(target) || unit AS value,
       CASE WHEN operator IN ('≥', '>') THEN '≤ 或 =' ELSE '≥ 或 =' END AS expected, place_file, place_sheet, place_row
FROM own
WHERE (operator IN ('≥', '>') AND (level_2 LIKE '%成本%' OR regexp_matches(name, '(成本|超支|投诉|事故|差错率|失业率|死亡|未完成)(率|数|次数|人数|起数)?$')))
   OR (operator IN ('≤', '<') AND level_2 LIKE '数量%'
       AND NOT regexp_matches(name, '(成本|超支|投诉|事故|差错|失业|死亡|消耗|排放|能耗|天数|时间|用时|发生)'))
