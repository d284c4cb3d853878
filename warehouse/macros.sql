-- One macro per everyday question. Each is a table macro: from trend('…', 'SSS').
CREATE OR REPLACE MACRO trend(indicator, area) AS TABLE
SELECT year, value, ci_low, ci_high, unit, obs_status, source_kind, source_id
FROM reserves.everything
WHERE indicator_id = indicator AND area_code = area
  AND sex = '_T' AND age_group = 'TOTAL' AND breakdown_by = '_T'
ORDER BY year;
COMMENT ON MACRO TABLE trend IS 'An indicator in an area, one row a year; totals of both sexes and all ages.';

CREATE OR REPLACE MACRO profile(area, in_year) AS TABLE
SELECT e.reserve, e.indicator_id, i.label_en, i.direction, e.value, e.ci_low, e.ci_high, e.unit,
       obs_status, conf_status, source_kind
FROM reserves.everything e JOIN catalog.indicators i USING (indicator_id)
WHERE area_code = area AND year = in_year
  AND sex = '_T' AND age_group = 'TOTAL' AND breakdown_by = '_T'
ORDER BY e.reserve, e.indicator_id;
COMMENT ON MACRO TABLE profile IS 'Every indicator of an area in a year; totals of both sexes and all ages.';

CREATE OR REPLACE MACRO ranking(indicator, level, in_year) AS TABLE
SELECT area_code, area_name_fi, area_name_en, value, ci_low, ci_high, unit
FROM reserves.everything
WHERE indicator_id = indicator AND area_level = level AND year = in_year
  AND sex = '_T' AND age_group = 'TOTAL' AND breakdown_by = '_T' AND value IS NOT NULL
ORDER BY value DESC;
COMMENT ON MACRO TABLE ranking IS 'The areas of a level by an indicator''s value in a year, highest first; without a value, left out.';

CREATE OR REPLACE MACRO classification(list, in_force) AS TABLE
SELECT code, parent, level, name_fi, name_sv, name_en, range_first, range_last
FROM reference.classifications
WHERE classification = list AND (valid_from IS NULL OR valid_from <= in_force)
  AND (valid_to IS NULL OR valid_to >= in_force)
ORDER BY position;
COMMENT ON MACRO TABLE classification IS 'The codes of a classification in force at a date, in its own order; the lists stand in reference.lists.';
