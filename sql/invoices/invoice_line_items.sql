-- One row a line item. Invoices without any are kept back before: EXPLODE would drop them.
SELECT
  InvoiceNumber,
  CreatedTime,
  StoreID,
  PosID,
  CustomerType,
  PaymentMethod,
  DeliveryType,
  DeliveryAddress.City,
  DeliveryAddress.State,
  DeliveryAddress.PinCode,
  Item.ItemCode,
  Item.ItemDescription,
  Item.ItemPrice,
  Item.ItemQty,
  Item.TotalValue
FROM input
LATERAL VIEW EXPLODE(InvoiceLineItems) AS Item
