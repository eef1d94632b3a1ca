-- What each customer's card has earned so far: 2 % of all that was paid with it.
SELECT
  CustomerCardNo,
  SUM(TotalAmount) AS TotalAmount,
  SUM(TotalAmount) * 0.02 AS TotalPoints
FROM input
GROUP BY CustomerCardNo
