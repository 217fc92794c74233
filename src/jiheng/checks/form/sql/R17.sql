-- 文字说明中的数字都引用数据，不手工填写
WITH bare AS (
  SELECT *, regexp_replace(regexp_replace(text, '\{\{[^}]*\}\}', '', 'g'),
                           '(19|20)[0-9]{2}\s*(—|-|至)?\s*((19|20)[0-9]{2})?\s*年|〔[0-9]{4}〕\s*[0-9]+\s*号|第[0-9]+[条章节项]|(^|\n)\s*[（(]?[0-9]+[.．、）)]', '', 'g') AS rest
  FROM narrative)
SELECT unit_code, unit_year, '章节 ' || chapter AS subject,
       regexp_extract(rest, '.{0,8}[0-9][0-9.,]*.{0,4}') AS value, '改为引用数据，如 {{ 支出数|万元 }}' AS expected,
       place_file, place_sheet, place_row
FROM bare WHERE regexp_matches(rest, '[0-9]')
