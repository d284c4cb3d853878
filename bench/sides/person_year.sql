COPY (
WITH
people AS (
    SELECT coalesce(a.canonical, p.person) AS person, max(sex) AS sex,
        max(birth_date) AS birth_date, max(death_date) AS death_date,
        max(non_disclosure) AS non_disclosure
    FROM read_parquet('{persons}') p LEFT JOIN aliases a USING (person)
    GROUP BY ALL
),
spells AS (
    SELECT coalesce(a.canonical, r.person) AS person, municipality, dwelling, moved_in
    FROM read_parquet('{residences}') r LEFT JOIN aliases a USING (person)
    WHERE moved_in <= DATE '{year}-12-31' AND (moved_out IS NULL OR moved_out > DATE '{year}-12-31')
),
last_spells AS (
    SELECT person, max(moved_in) AS moved_in FROM spells GROUP BY person
),
homes AS (
    SELECT person, max(municipality) AS municipality, max(dwelling) AS dwelling
    FROM spells JOIN last_spells USING (person, moved_in) GROUP BY person
),
residents AS (
    SELECT person, sex, {year} - year(birth_date) AS age,
        CASE WHEN non_disclosure = 'no' THEN area_code END AS municipality,
        CASE WHEN non_disclosure = 'no' THEN county END AS county,
        CASE WHEN non_disclosure = 'no' THEN region END AS region,
        dwelling AS household
    FROM people JOIN homes USING (person) JOIN areas ON areas.municipality = homes.municipality
    WHERE birth_date <= DATE '{year}-12-31'
        AND (death_date IS NULL OR death_date > DATE '{year}-12-31')
),
wages_of_report AS (
    SELECT report_id, report_version,
        CASE WHEN bool_or(income_type IN ({totals}))
            THEN coalesce(sum(signed) FILTER (income_type IN ({totals})), 0)
            ELSE coalesce(sum(signed) FILTER (income_type IN ({items})), 0) END AS wages,
        coalesce(sum(signed) FILTER (income_type IN ({withheld})), 0) AS withheld
    FROM (
        SELECT *, CASE WHEN recovery = 'yes' THEN -amount ELSE amount END AS signed
        FROM read_parquet('{wage_transactions}')
        WHERE unjust_enrichment IS NULL OR unjust_enrichment <> 'yes'
    )
    GROUP BY report_id, report_version
),
earned AS (
    SELECT coalesce(a.canonical, r.person) AS person, sum(wages) AS wages, sum(withheld) AS withheld
    FROM read_parquet('{wage_reports}') r LEFT JOIN aliases a USING (person)
    JOIN wages_of_report USING (report_id, report_version)
    GROUP BY ALL
),
received AS (
    SELECT coalesce(a.canonical, r.person) AS person, {benefit_sums}
    FROM read_parquet('{benefit_reports}') r LEFT JOIN aliases a USING (person)
    JOIN (
        SELECT *, CASE WHEN recovery = 'yes' THEN -amount ELSE amount END AS signed
        FROM read_parquet('{benefit_transactions}')
    ) USING (report_id, report_version)
    GROUP BY ALL
),
sized AS (
    SELECT household, count(*) AS household_size, count(*) FILTER (age < 14) AS children
    FROM residents WHERE household IS NOT NULL GROUP BY household
),
with_incomes AS (
    SELECT r.*, household_size, household_size = 1 AS lives_alone,
        CASE WHEN household_size > children
            THEN 10 + 5 * (household_size - children - 1) + 3 * children
            ELSE 10 + 3 * (children - 1) END AS scale,
        coalesce(wages, 0) AS wages, coalesce(withheld, 0) AS wage_taxes, {benefits},
        coalesce(benefit_taxes, 0) AS benefit_taxes,
        coalesce(withheld, 0) + coalesce(benefit_taxes, 0) AS taxes
    FROM residents r LEFT JOIN sized USING (household)
    LEFT JOIN earned USING (person) LEFT JOIN received USING (person)
),
disposable AS (
    SELECT *, wages - taxes + {all_benefits} AS disposable_income FROM with_incomes
),
of_household AS (
    SELECT household, sum(disposable_income)::BIGINT AS household_income
    FROM disposable WHERE household IS NOT NULL GROUP BY household
),
equivalised AS (
    SELECT *,
        (sign(household_income) * (abs(household_income) * 10 // scale))::BIGINT
            AS equivalised_income
    FROM disposable LEFT JOIN of_household USING (household)
),
line AS (
    SELECT (round(2 * median(equivalised_income))::BIGINT * 3 + 9) // 10 AS line FROM equivalised
),
history AS (
    SELECT person, count(*) AS years, count(*) FILTER (was_poor) AS poor_years
    FROM (
        SELECT coalesce(a.canonical, y.person) AS person, bool_or(poor) AS was_poor
        FROM read_parquet([{earlier}], hive_partitioning = false, filename = true) y
        LEFT JOIN aliases a USING (person)
        WHERE poor IS NOT NULL GROUP BY coalesce(a.canonical, y.person), filename
    )
    GROUP BY person
)
SELECT person, sex, age, municipality, county, region, household, household_size, lives_alone,
    wages::BIGINT AS wages, wage_taxes::BIGINT AS wage_taxes, {benefit_columns},
    benefit_taxes::BIGINT AS benefit_taxes, {nulls}, taxes::BIGINT AS taxes,
    disposable_income::BIGINT AS disposable_income, household_income, equivalised_income,
    equivalised_income < line AS poor,
    CASE WHEN years = 3 THEN equivalised_income < line AND poor_years >= 2 END AS persistently_poor
FROM equivalised CROSS JOIN line LEFT JOIN history USING (person)
ORDER BY person
) TO '{target}' (FORMAT parquet, COMPRESSION zstd)
