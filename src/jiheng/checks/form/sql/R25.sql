-- 签约、备案、公告、意向公开和预决算公开在法定期限内（工作日按调休日历计算）
WITH events AS (
  SELECT unit_code, unit_year, '采购 ' || code || ' 合同签订' AS subject, '合同签订期限' AS rule, award AS began, signed AS ended, place_file, place_sheet, place_row FROM purchases
  UNION ALL SELECT unit_code, unit_year, '采购 ' || code || ' 合同备案', '合同备案期限', signed, filed, place_file, place_sheet, place_row FROM purchases
  UNION ALL SELECT unit_code, unit_year, '采购 ' || code || ' 合同公告', '合同公告期限', signed, announced, place_file, place_sheet, place_row FROM purchases
  UNION ALL SELECT unit_code, unit_year, '公开事项 ' || code || matter, '预决算公开期限', approved, published, place_file, place_sheet, place_row FROM disclosures
    WHERE matter IN ('部门预算', '部门决算', '三公经费')),
timed AS (
  SELECT e.*, l.days, l.working, l.cite,
         CASE WHEN l.working THEN w2.ordinal - w1.ordinal ELSE e.ended - e.began END AS took
  FROM events e JOIN limits l ON l.name = e.rule AND e.began BETWEEN l.first AND l.last
  LEFT JOIN workdays w1 ON w1.day = e.began LEFT JOIN workdays w2 ON w2.day = e.ended
  WHERE e.ended >= e.began)
SELECT unit_code, unit_year, subject, '用了 ' || took::VARCHAR || CASE WHEN working THEN ' 个工作日' ELSE ' 天' END AS value,
       '不超过 ' || days::VARCHAR || CASE WHEN working THEN ' 个工作日' ELSE ' 天' END AS expected, place_file, place_sheet, place_row, cite
FROM timed WHERE took > days
UNION ALL
SELECT p.unit_code, p.unit_year, '采购 ' || p.code || ' 意向公开', '提前 ' || (p.start - p.intention)::VARCHAR || ' 天',
       '至少提前 ' || l.days::VARCHAR || ' 天', p.place_file, p.place_sheet, p.place_row, split_part(l.cite, '；', 1)
FROM purchases p JOIN limits l ON l.name = '采购意向公开提前天数' AND p.intention BETWEEN l.first AND l.last
WHERE p.start - p.intention BETWEEN 0 AND l.days - 1
