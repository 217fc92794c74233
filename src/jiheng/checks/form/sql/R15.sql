-- 定性目标说得出衡量办法，不只用“提升、加强、有效”一类的词
SELECT unit_code, unit_year, subject, text_target AS value, '写明可核对的标准、时点或对象' AS expected,
       place_file, place_sheet, place_row
FROM own
WHERE operator = '定性' AND NOT regexp_matches(text_target, '[0-9０-９一二三四五六七八九十]+[个项次件人天月%％]|月底|年底|通过验收|出具|印发|备案')
  AND (text_target = '' OR regexp_matches(text_target, '提升|提高|完善|加强|明显|显著|有效|基本|进一步|持续|不断|良好|较好'))
