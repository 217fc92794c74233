-- 用百分比表示的效益指标，说明计算方法和数据来源
SELECT unit_code, unit_year, subject, operator || number_text(target) || unit AS value,
       '填写指标解释（分子、分母）和数据来源' AS expected, place_file, place_sheet, place_row
FROM own WHERE level_1 LIKE '%效益%' AND unit = '%' AND meaning = '' AND data_source = ''
