-- 文字说明不照抄其他单位或上一年度
WITH plain AS (
  SELECT n.unit_code, n.unit_year, n.chapter, u.name, n.place_file, n.place_sheet, n.place_row,
         md5(regexp_replace(replace(n.text, u.name, ''), '[0-9\s，。、；：“”（）{}|]', '', 'g')) AS hash, length(n.text) AS size
  FROM narrative n JOIN unit u ON u.unit_code = n.unit_code AND u.unit_year = n.unit_year),
copied AS (SELECT hash, count(*) AS n FROM plain WHERE size >= 40 GROUP BY hash HAVING count(*) > 1)
SELECT p.unit_code, p.unit_year, '章节 ' || p.chapter AS subject, '与另外 ' || (c.n - 1)::VARCHAR || ' 处文字相同' AS value,
       '按本单位本年度情况撰写' AS expected, p.place_file, p.place_sheet, p.place_row
FROM plain p JOIN copied c USING (hash)
