-- 复核扣分写明依据和比例，所写比例与实际扣分一致
SELECT v.unit_code, v.unit_year, '复核 ' || v.indicator AS subject,
       '扣 ' || points_text(o.weight - v.score) || coalesce('，注明 ' || percent_text(millionths(v.percent), 1000000), '，未注明比例') AS value,
       CASE WHEN v.rule = '' THEN '写明扣分依据的条款' WHEN v.reason = '' THEN '写明扣分理由'
            ELSE '按比例应扣 ' || points_text(half_up(o.weight * millionths(coalesce(v.percent, 0)), 1000000)) END AS expected,
       v.place_file, v.place_sheet, v.place_row
FROM reviews v JOIN scored_lines o ON o.unit_code = v.unit_code AND o.unit_year = v.unit_year AND o.code = v.indicator, pack_settings g
WHERE v.score < o.weight
  AND (v.rule = '' OR v.reason = '' OR v.percent IS NULL
       OR abs((o.weight - v.score)::HUGEINT * 1000000 - o.weight::HUGEINT * millionths(v.percent)) > o.weight::HUGEINT * g.review_tolerance)
