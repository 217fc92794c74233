-- 导入的目标值疑似把“≥”识别成了数字 2
WITH digits AS (
  SELECT *, number_text(target) AS written, try_cast(substr(number_text(target), 2) AS DECIMAL(18, 6)) AS rest
  FROM own WHERE target IS NOT NULL AND actual > 0)
SELECT unit_code, unit_year, subject, '目标 ' || written || unit || '，完成 ' || number_text(actual) || unit AS value,
       '核对目标是否为 ≥' || number_text(rest) || unit AS expected, place_file, place_sheet, place_row
FROM digits
WHERE written LIKE '2%' AND length(written) > 1 AND rest > 0 AND millionths(actual) * 2 >= millionths(rest) AND millionths(actual) <= millionths(rest) * 3
  AND millionths(target) > millionths(actual) * 3
