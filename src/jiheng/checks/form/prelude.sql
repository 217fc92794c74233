-- Shared macros and the joined view of the unit's own indicators. Integers and exact decimals only.
CREATE OR REPLACE TEMP MACRO half_up(n, d) AS
  CASE WHEN (n < 0) <> (d < 0) THEN -1 ELSE 1 END * ((2 * abs(n)::HUGEINT + abs(d)) // (2 * abs(d)::HUGEINT));
CREATE OR REPLACE TEMP MACRO hundredths_text(v) AS
  CASE WHEN v < 0 THEN '-' ELSE '' END || (abs(v) // 100)::VARCHAR || '.' || lpad((abs(v) % 100)::VARCHAR, 2, '0');
CREATE OR REPLACE TEMP MACRO points_text(p) AS hundredths_text(half_up(p, 100)) || ' 分';
CREATE OR REPLACE TEMP MACRO yuan_text(fen) AS hundredths_text(fen) || ' 元';
CREATE OR REPLACE TEMP MACRO percent_text(n, d) AS
  CASE WHEN d = 0 THEN '分母为 0' ELSE hundredths_text(half_up(n::HUGEINT * 10000, d::HUGEINT)) || '%' END;
CREATE OR REPLACE TEMP MACRO number_text(v) AS rtrim(rtrim(v::VARCHAR, '0'), '.');
CREATE OR REPLACE TEMP MACRO millionths(v) AS (v::DECIMAL(38, 6) * 1000000)::HUGEINT;

-- Joined and grouped once: a dozen rules read each of the two tables.
CREATE OR REPLACE TEMP TABLE joined AS
SELECT i.unit_code, i.unit_year, i.code, i.project, i.level_1, i.level_2, i.name, i.operator, i.target, i.original_target,
       i.text_target, i.unit, i.weight, i.meaning, i.data_source, i.place_file, i.place_sheet, i.place_row,
       r.actual, r.level, r.coefficient, r.claimed, r.absent, r.reason, r.measure, r.indicator IS NOT NULL AS reported
FROM indicators i
LEFT JOIN results r ON r.indicator = i.code AND r.unit_code = i.unit_code AND r.unit_year = i.unit_year;

CREATE OR REPLACE TEMP VIEW own AS
SELECT *, CASE WHEN project = '' THEN '部门整体' ELSE project END || '“' || name || '”' AS subject FROM joined;

CREATE OR REPLACE TEMP TABLE stated AS
SELECT unit_code, unit_year, project, part,
       max(stated) FILTER (item = '年初预算数') AS original,
       max(stated) FILTER (item = '全年预算数') AS budget,
       max(stated) FILTER (item = '全年执行数') AS paid,
       max(stated) FILTER (item = '执行率') AS rate,
       max(stated) FILTER (item = '执行得分') AS execution_score,
       max(stated) FILTER (item = '自评总分') AS total,
       max(text) FILTER (item = '评价等级') AS grade,
       CASE WHEN project = '' THEN '部门整体' ELSE project END || ' ' || part AS subject,
       any_value(place_file) AS place_file, any_value(place_sheet) AS place_sheet, min(place_row) AS place_row,
       coalesce(max(place_row) FILTER (item = '自评总分'), min(place_row)) AS total_row
FROM claims GROUP BY unit_code, unit_year, project, part;

-- Lines of scored sheets that are not the unit's own indicators, so that reviews of them can be judged.
CREATE OR REPLACE TEMP TABLE sheet_lines (unit_code VARCHAR, unit_year INTEGER, code VARCHAR, weight BIGINT);
CREATE OR REPLACE TEMP VIEW scored_lines AS
SELECT unit_code, unit_year, code, weight FROM own UNION ALL SELECT unit_code, unit_year, code, weight FROM sheet_lines;
