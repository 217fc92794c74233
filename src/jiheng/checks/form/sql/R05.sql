-- 自评得分不超过分值，并与按规则计算的得分一致；人工改分须说明理由
WITH claimed AS (
  SELECT o.*, s.score FROM own o
  LEFT JOIN scores s ON s.indicator = o.code AND s.unit_code = o.unit_code AND s.unit_year = o.unit_year
  WHERE o.claimed IS NOT NULL AND (o.claimed > o.weight OR o.claimed IS DISTINCT FROM s.score))
SELECT unit_code, unit_year, subject, points_text(claimed) AS value,
       CASE WHEN claimed > weight THEN '不超过 ' || points_text(weight)
            ELSE points_text(score) || '，或写明改分理由' END AS expected,
       place_file, place_sheet, place_row
FROM claimed WHERE claimed > weight OR (half_up(claimed, 100) <> half_up(score, 100) AND reason = '')
