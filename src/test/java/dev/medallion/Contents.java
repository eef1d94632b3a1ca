package dev.medallion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was given to a trial, as a plain JSON parser sees it. */
public final class Contents {
  private static final ObjectReader JSON =
      new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final List<String> invoices = new ArrayList<>();
  private final List<String> lineItems = new ArrayList<>();
  private final List<String> malformed = new ArrayList<>();
  private int tombstones;

  /**
   * Takes one record.
   *
   * @param place where it lies: its file, or topic, partition and offset
   * @param text null for a message without a value
   */
  public void add(String place, String text) {
    if (text == null) {
      tombstones++;
    } else {
      Optional<JsonNode> invoice = invoice(text);
      invoice.ifPresentOrElse(good -> add(place, good), () -> malformed.add(place + " " + text));
    }
  }

  /** Place, number, time and amount of each good invoice. */
  public List<String> invoices() {
    return List.copyOf(invoices);
  }

  /** Number, item, quantity and value of each line item of the good invoices. */
  public List<String> lineItems() {
    return List.copyOf(lineItems);
  }

  /** Place and text of each record that is no invoice. */
  public List<String> malformed() {
    return List.copyOf(malformed);
  }

  /** How many messages have no value. */
  public int tombstones() {
    return tombstones;
  }

  /** How many records there are of all kinds. */
  public int size() {
    return invoices.size() + malformed.size() + tombstones;
  }

  private void add(String place, JsonNode invoice) {
    String number = invoice.get("InvoiceNumber").textValue();
    long created = invoice.get("CreatedTime").longValue();
    double amount = invoice.get("TotalAmount").doubleValue();
    invoices.add(place + " " + number + " " + created + " " + amount);
    for (JsonNode item : invoice.get("InvoiceLineItems")) {
      String code = item.get("ItemCode").textValue();
      long quantity = item.get("ItemQty").longValue();
      lineItems.add(
          number + " " + code + " " + quantity + " " + item.get("TotalValue").doubleValue());
    }
  }

  /** The generator spoils a record as JSON, or the type of its amount. */
  private static Optional<JsonNode> invoice(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return Optional.of(node).filter(value -> value.path("TotalAmount").isNumber());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
