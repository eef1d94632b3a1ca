-- One row an application, flat. What is no date was kept back before: TO_DATE would read 2026-1 as a day.
SELECT
  application_id,
  submitted_at,
  branch,
  customer,
  product,
  purpose,
  status,
  amount,
  currency,
  term_months,
  interest_rate,
  TO_DATE(start_date) AS start_date,
  TO_DATE(end_date) AS end_date,
  applicant.name AS applicant_name,
  applicant.employment AS employment,
  applicant.monthly_income AS monthly_income,
  applicant.address.city AS city,
  applicant.address.state AS state
FROM input
