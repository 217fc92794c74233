-- 资金总额等于各组成部分之和，按收入来源与按支出性质一致
WITH parts AS (
  SELECT unit_code, unit_year, project, item,
         CASE WHEN part IN ('基本支出', '项目支出') THEN '按支出性质' ELSE '按资金来源' END AS way,
         sum(stated) FILTER (part <> '年度资金总额') AS parts, count(*) FILTER (part <> '年度资金总额') AS n,
         bool_and(stated % 100 = 0) AS rounded
  FROM claims WHERE item IN ('年初预算数', '全年预算数', '全年执行数') AND stated IS NOT NULL AND part <> '年度资金总额'
  GROUP BY ALL)
SELECT p.unit_code, p.unit_year,
       CASE WHEN p.project = '' THEN '部门整体' ELSE p.project END || ' ' || p.item || '（' || p.way || '）' AS subject,
       '总额 ' || number_text(c.stated) || ' 元' AS value, '各部分之和 ' || number_text(p.parts) || ' 元' AS expected,
       c.place_file, c.place_sheet, c.place_row
FROM parts p JOIN claims c ON c.unit_code = p.unit_code AND c.unit_year = p.unit_year AND c.project = p.project
  AND c.item = p.item AND c.part = '年度资金总额'
-- amounts typed in 万元 with two decimals were rounded: half a unit for each part and for the total
WHERE abs(c.stated - p.parts) > CASE WHEN p.rounded AND c.stated % 100 = 0 THEN 50 * (p.n + 1) ELSE 0 END
