-- 自评得分不超过分值，并与按规则计算的得分一致；人工改分须说明理由；项目总分等于预算执行得分与各指标得分之和
WITH claimed AS (
  SELECT o.*, s.score FROM own o
  LEFT JOIN scores s ON s.indicator = o.code AND s.unit_code = o.unit_code AND s.unit_year = o.unit_year
  WHERE o.claimed IS NOT NULL AND (half_up(o.claimed, 100) > half_up(o.weight, 100) OR o.claimed IS DISTINCT FROM s.score)),
summed AS (
  SELECT s.*, half_up(millionths(s.total), 100) AS stated_total,
         half_up(millionths(s.execution_score), 100) + c.claimed AS computed_total, (c.lines + 1) * g.total_slack AS slack
  FROM stated s, pack_settings g, (
    SELECT unit_code, unit_year, project, sum(claimed) AS claimed, count(*) AS lines
    FROM own GROUP BY ALL HAVING count(*) = count(claimed)) c
  WHERE s.unit_code = c.unit_code AND s.unit_year = c.unit_year AND s.project = c.project
    AND s.project <> '' AND s.total IS NOT NULL AND s.execution_score IS NOT NULL)
SELECT unit_code, unit_year, subject, points_text(claimed) AS value,
       CASE WHEN half_up(claimed, 100) > half_up(weight, 100) THEN '不超过 ' || points_text(weight)
            ELSE points_text(score) || '，或写明改分理由' END AS expected,
       place_file, place_sheet, place_row
FROM claimed WHERE half_up(claimed, 100) > half_up(weight, 100) OR (half_up(claimed, 100) <> half_up(score, 100) AND reason = '')
UNION ALL
SELECT unit_code, unit_year, project || '“自评总分”', points_text(stated_total),
       '预算执行得分与各指标得分之和 ' || points_text(computed_total), place_file, place_sheet, total_row
FROM summed WHERE abs(stated_total - computed_total) > slack
