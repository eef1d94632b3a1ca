package dev.medallion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.medallion.generate.FolderDestination;
import dev.medallion.generate.InvoiceGenerator;
import dev.medallion.generate.InvoiceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files laid into a landing folder, copies of them, and what is in them as a plain JSON parser sees
 * it.
 */
final class Delivery {
  private static final ObjectReader JSON =
      new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path copies;
  private final Path landing;
  private final List<String> invoices = new ArrayList<>();
  private final List<String> lineItems = new ArrayList<>();
  private final List<String> malformed = new ArrayList<>();

  Delivery(Trial trial) throws IOException {
    this.copies = Files.createDirectories(trial.folder().resolve("delivered"));
    this.landing = Files.createDirectories(trial.landing());
  }

  /** Makes one file of invoices and delivers it. */
  void generate(String name, InvoiceSettings settings) throws IOException {
    int lines = Math.toIntExact(settings.count());
    try (var destination = new FolderDestination(copies, name, lines)) {
      new InvoiceGenerator(settings).generate(destination);
    }
    deliver(copies.resolve(name + "-00001.json"));
  }

  /** Delivers a copy of a file, which appears in one step under its own name. */
  void deliver(Path file) throws IOException {
    Path name = file.getFileName();
    Path copy = copies.resolve(name);
    if (!copy.equals(file)) {
      Files.copy(file, copy);
    }
    read(copy);
    Path hidden = Files.copy(copy, landing.resolve("." + name));
    Files.move(hidden, landing.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The folder of the copies. */
  Path copies() {
    return copies;
  }

  /** File, number, time and amount of each good invoice. */
  List<String> invoices() {
    return List.copyOf(invoices);
  }

  /** Number, item, quantity and value of each line item of the good invoices. */
  List<String> lineItems() {
    return List.copyOf(lineItems);
  }

  /** File and text of each line that is no invoice. */
  List<String> malformed() {
    return List.copyOf(malformed);
  }

  private void read(Path file) throws IOException {
    String name = file.getFileName() + " ";
    for (String line : Files.readAllLines(file)) {
      Optional<JsonNode> invoice = invoice(line);
      invoice.ifPresentOrElse(good -> add(name, good), () -> malformed.add(name + line));
    }
  }

  private void add(String file, JsonNode invoice) {
    String number = invoice.get("InvoiceNumber").textValue();
    long created = invoice.get("CreatedTime").longValue();
    double amount = invoice.get("TotalAmount").doubleValue();
    invoices.add(file + number + " " + created + " " + amount);
    for (JsonNode item : invoice.get("InvoiceLineItems")) {
      String code = item.get("ItemCode").textValue();
      long quantity = item.get("ItemQty").longValue();
      lineItems.add(
          number + " " + code + " " + quantity + " " + item.get("TotalValue").doubleValue());
    }
  }

  /** The generator spoils a line as JSON, or the type of its amount. */
  private static Optional<JsonNode> invoice(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return Optional.of(node).filter(value -> value.path("TotalAmount").isNumber());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
