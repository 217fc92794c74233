-- 完成值大幅超过目标，核对目标是否定得过低
SELECT o.unit_code, o.unit_year, o.subject,
       '完成 ' || percent_text(millionths(o.actual), millionths(o.target)) AS value,
       '不超过 ' || percent_text(g.over_completion, 1000000) || '，否则说明目标依据' AS expected,
       o.place_file, o.place_sheet, o.place_row
FROM own o, pack_settings g
WHERE o.operator IN ('≥', '>') AND o.target > 0 AND o.actual > o.target
  AND millionths(o.actual) * 1000000 > millionths(o.target) * g.over_completion AND o.reason = ''
