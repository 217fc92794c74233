-- 全部项目自评满分，核对评分是否流于形式
SELECT unit_code, unit_year, '全部项目' AS subject, count(*)::VARCHAR || ' 个项目自评均为满分' AS value,
       '逐项核对完成情况和佐证材料' AS expected,
       any_value(place_file) AS place_file, any_value(place_sheet) AS place_sheet, min(place_row) AS place_row
FROM stated, pack_settings g WHERE project <> '' AND total IS NOT NULL
GROUP BY unit_code, unit_year HAVING count(*) >= 3 AND bool_and(millionths(total) >= g.full_marks * 100::HUGEINT)
