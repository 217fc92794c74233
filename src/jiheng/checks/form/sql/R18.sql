-- 没有残留的模板提示语
WITH texts AS (
  SELECT unit_code, unit_year, '项目 ' || code || ' 年度目标' AS subject, goal AS text, place_file, place_sheet, place_row FROM projects
  UNION ALL SELECT unit_code, unit_year, '项目 ' || code || ' 完成情况', achieved, place_file, place_sheet, place_row FROM projects
  UNION ALL SELECT unit_code, unit_year, '指标 ' || code, name || text_target, place_file, place_sheet, place_row FROM indicators
  UNION ALL SELECT unit_code, unit_year, '完成情况 ' || indicator, reason || measure, place_file, place_sheet, place_row FROM results
  UNION ALL SELECT unit_code, unit_year, '章节 ' || chapter, text, place_file, place_sheet, place_row FROM narrative)
SELECT unit_code, unit_year, subject, regexp_extract(text, '[^。；]{0,6}(字以内|字以上|指标[0-9一二三]\s*[：:]|目标[0-9一二三]\s*[：:]\s*$|…{2,}|\.{6,}|X{2,}|×{2,}|此处填写|请填写|请在此|示例文字)[^。；]{0,6}') AS value,
       '填写本单位的内容' AS expected, place_file, place_sheet, place_row
FROM texts
WHERE regexp_matches(text, '字以内|字以上|指标[0-9一二三]\s*[：:]|目标[0-9一二三]\s*[：:]\s*$|…{2,}|\.{6,}|X{2,}|×{2,}|此处填写|请填写|请在此|示例文字')
