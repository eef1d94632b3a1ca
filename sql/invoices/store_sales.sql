-- What each store sold in each hour, by the time at which its invoices were made.
SELECT
  StoreID,
  window.start AS WindowStart,
  window.end AS WindowEnd,
  COUNT(*) AS LineItems,
  SUM(ItemQty) AS Quantity,
  SUM(TotalValue) AS Sales
FROM input
GROUP BY StoreID, window(SoldAt, '1 hour')
