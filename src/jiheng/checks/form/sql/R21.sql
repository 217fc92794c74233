-- 日期先后合理：意向、采购、中标、签约、备案依次发生，佐证材料不晚于报送
SELECT unit_code, unit_year, '采购 ' || code AS subject,
       CASE WHEN intention > start THEN '意向公开 ' || intention::VARCHAR || ' 晚于采购开始 ' || start::VARCHAR
            WHEN start > award THEN '采购开始 ' || start::VARCHAR || ' 晚于中标 ' || award::VARCHAR
            WHEN award > signed THEN '中标 ' || award::VARCHAR || ' 晚于签约 ' || signed::VARCHAR
            WHEN signed > filed THEN '签约 ' || signed::VARCHAR || ' 晚于备案 ' || filed::VARCHAR
            ELSE '签约 ' || signed::VARCHAR || ' 晚于公告 ' || announced::VARCHAR END AS value,
       '按发生先后填写' AS expected, place_file, place_sheet, place_row,
       CASE WHEN intention > start THEN '财库〔2020〕10号（未见原文）'
            WHEN start > award THEN '《政府采购法实施条例》第四十三条'
            WHEN award > signed THEN '《政府采购法》第四十六条'
            WHEN signed > filed THEN '《政府采购法》第四十七条'
            ELSE '《政府采购法实施条例》第五十条' END AS cite
FROM purchases
WHERE intention > start OR start > award OR award > signed OR signed > filed OR signed > announced
UNION ALL
SELECT e.unit_code, e.unit_year, '佐证 ' || e.code, '材料日期 ' || e.dated::VARCHAR || ' 晚于报送日期 ' || u.filed::VARCHAR,
       '报送时已有的材料', e.place_file, e.place_sheet, e.place_row, '绩效自评复核常见问题'
FROM evidence e JOIN unit u ON u.unit_code = e.unit_code AND u.unit_year = e.unit_year WHERE e.dated > u.filed
