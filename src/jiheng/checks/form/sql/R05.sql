-- 自评得分不超过分值，并与按规则计算的得分一致；人工改分须说明理由
SELECT o.unit_code, o.unit_year, o.subject, points_text(o.claimed) AS value,
       CASE WHEN o.claimed > o.weight THEN '不超过 ' || points_text(o.weight)
            ELSE points_text(s.score) || '，或写明改分理由' END AS expected,
       o.place_file, o.place_sheet, o.place_row
FROM own o LEFT JOIN scores s ON s.unit_code = o.unit_code AND s.unit_year = o.unit_year AND s.indicator = o.code
WHERE o.claimed IS NOT NULL
  AND (o.claimed > o.weight OR (half_up(o.claimed, 100) <> half_up(s.score, 100) AND o.reason = ''))
