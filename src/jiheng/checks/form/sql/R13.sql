-- 数量指标反映做了多少事，不能用资金数额代替
SELECT unit_code, unit_year, subject, operator || coalesce(number_text(target), '') || unit AS value,
       '以工作量计的数量指标；资金放在成本指标' AS expected, place_file, place_sheet, place_row
FROM own
WHERE level_2 LIKE '数量%' AND (unit IN ('元', '万元', '亿元', '千元') OR regexp_matches(name, '(金额|经费|资金)(数|额)?$'))
