-- What a careful person would write by hand for this pack alone: scaled integers, half-up, one pass over the rows.
-- {rows}, {trail}, {totals}, {subjects}, {ranking} are file names. Rules: 0 正向 · 1 反向 · 2 等于 · 3 定性.
COPY (
  SELECT subject, item, number, rule, state, weight,
         (CASE
            WHEN state = 1 THEN 0
            WHEN rule = 0 THEN CASE
              WHEN value * 10 > target * 13
                THEN (2 * weight * greatest(target * 23 - value * 10, 0) + target * 10) // (20 * target)
              WHEN value >= target THEN weight
              ELSE (2 * weight * greatest(value, 0) + target) // (2 * target) END
            WHEN rule = 1 THEN CASE
              WHEN value <= 0 THEN weight
              WHEN target * 10 > value * 13
                THEN (2 * weight * greatest(value * 23 - target * 10, 0) + value * 10) // (20 * value)
              WHEN target >= value THEN weight
              ELSE (2 * weight * target + value) // (2 * value) END
            WHEN rule = 2 THEN CASE WHEN value = target THEN weight ELSE 0 END
            ELSE (2 * weight * least(greatest(value, 0), 10000) + 10000) // 20000
          END)::INTEGER AS score
  FROM (SELECT subject, item, number, rule, state, weight::BIGINT AS weight, value::BIGINT AS value,
               target::BIGINT AS target FROM read_parquet({rows}))
) TO {trail} (FORMAT parquet, COMPRESSION zstd);

COPY (
  SELECT *, CASE WHEN total >= 900000 THEN 0 WHEN total >= 800000 THEN 1 WHEN total >= 600000 THEN 2 ELSE 3 END AS grade
  FROM (SELECT *, s1 + s2 + s3 + s4 + s5 AS total
        FROM (SELECT subject,
                     (2 * sum(score) FILTER (item = 0) + 100)::BIGINT // 200 * 100 AS s1,
                     (2 * sum(score) FILTER (item = 1) + 100)::BIGINT // 200 * 100 AS s2,
                     (2 * sum(score) FILTER (item = 2) + 100)::BIGINT // 200 * 100 AS s3,
                     (2 * sum(score) FILTER (item = 3) + 100)::BIGINT // 200 * 100 AS s4,
                     (2 * sum(score) FILTER (item = 4) + 100)::BIGINT // 200 * 100 AS s5
              FROM read_parquet({trail}) GROUP BY subject))
) TO {totals} (FORMAT parquet, COMPRESSION zstd);

COPY (
  SELECT t.subject, code, name, peer, total, ['优', '良', '中', '差'][grade + 1] AS grade,
         rank() OVER (PARTITION BY peer ORDER BY total DESC) AS rank, count(*) OVER (PARTITION BY peer) AS peers
  FROM read_parquet({totals}) t LEFT JOIN read_parquet({subjects}) who USING (subject)
) TO {ranking} (FORMAT parquet, COMPRESSION zstd);
