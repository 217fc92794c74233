-- 导入的目标值疑似把“≥”识别成了数字 2
WITH far AS (SELECT *, number_text(target) AS written FROM own WHERE actual > 0 AND target > actual AND target > actual * 3),
digits AS (SELECT *, try_cast(substr(written, 2) AS DECIMAL(18, 6)) AS rest FROM far WHERE written LIKE '2%' AND length(written) > 1)
SELECT unit_code, unit_year, subject, '目标 ' || written || unit || '，完成 ' || number_text(actual) || unit AS value,
       '核对目标是否为 ≥' || number_text(rest) || unit AS expected, place_file, place_sheet, place_row
FROM digits
WHERE rest > 0 AND actual * 2 >= rest AND actual <= rest * 3
