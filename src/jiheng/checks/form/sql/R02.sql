-- 执行率等于全年执行数除以全年预算数，保留两位小数
SELECT unit_code, unit_year, subject,
       coalesce(percent_text(millionths(rate), 1000000), '未填') AS value,
       CASE WHEN coalesce(budget, 0) = 0 THEN '预算数为 0，不计算执行率'
            ELSE percent_text(millionths(paid), millionths(budget)) END AS expected,
       place_file, place_sheet, place_row
FROM stated
WHERE rate IS NOT NULL AND budget IS NOT NULL AND paid IS NOT NULL
  AND (budget = 0 OR abs(millionths(rate) * millionths(budget) - millionths(paid) * 1000000) > 50 * abs(millionths(budget)))
