package dev.medallion.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InvoiceGeneratorTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final List<String> FIELDS =
      List.of(
          "InvoiceNumber",
          "CreatedTime",
          "StoreID",
          "PosID",
          "CashierID",
          "CustomerType",
          "CustomerCardNo",
          "TotalAmount",
          "NumberOfItems",
          "PaymentMethod",
          "TaxableAmount",
          "CGST",
          "SGST",
          "CESS",
          "DeliveryType",
          "DeliveryAddress",
          "InvoiceLineItems");
  private static final List<String> ADDRESS =
      List.of("AddressLine", "City", "State", "PinCode", "ContactNumber");
  private static final List<String> ITEM =
      List.of("ItemCode", "ItemDescription", "ItemPrice", "ItemQty", "TotalValue");

  @Test
  void sameSeedGivesTheSameLines() throws IOException {
    var settings = new Mixture(2_000, 7, 0.1, 0.1, 0.1);
    assertThat(lines(settings)).isEqualTo(lines(settings));
  }

  @Test
  void anotherSeedGivesOtherLines() throws IOException {
    assertThat(lines(Mixture.clean(100, 1)))
        .doesNotContainAnyElementsOf(lines(Mixture.clean(100, 2)));
  }

  @Test
  void sharesHold() throws IOException {
    var generated = generate(new Mixture(20_000, 42, 0.02, 0.05, 0.1), new ArrayList<>());
    assertThat(generated.malformed() / 20_000.0).isCloseTo(0.02, within(0.005));
    assertThat(generated.duplicates() / 20_000.0).isCloseTo(0.05, within(0.005));
    assertThat(generated.late() / 18_600.0).isCloseTo(0.1, within(0.01));
    assertThat((double) generated.lineItems() / generated.invoices()).isCloseTo(2.5, within(0.05));
  }

  @Test
  void countsAreWhatARecountFinds() throws IOException {
    List<String> lines = new ArrayList<>();
    var generated = generate(new Mixture(20_000, 42, 0.1, 0.05, 0.1), lines);
    var good = lines.stream().flatMap(line -> invoice(line).stream()).toList();
    long distinct = new HashSet<>(good).size();
    long items = good.stream().mapToLong(invoice -> invoice.get("InvoiceLineItems").size()).sum();
    double value = good.stream().mapToDouble(InvoiceGeneratorTest::itemValues).sum();
    assertThat(generated)
        .isEqualTo(
            new Generated(
                lines.size(),
                good.size(),
                lines.size() - good.size(),
                good.size() - distinct,
                late(good),
                items,
                (long) value,
                0));
  }

  @Test
  void onlyRepetitionsShareAnInvoiceNumber() throws IOException {
    var lines = lines(Mixture.clean(50_000, -3));
    assertThat(lines.stream().map(line -> line.substring(0, 27))).doesNotHaveDuplicates();
    assertThat(lines.get(0)).matches("\\{\"InvoiceNumber\":\"[1-9][0-9]{7}\",.*");
  }

  @Test
  void invoicesHaveTheFieldsAndSumsOfRealOnes() throws IOException {
    for (String line : lines(Mixture.clean(500, 11))) {
      var invoice = invoice(line).orElseThrow();
      List<String> fields = new ArrayList<>(FIELDS);
      if (invoice.get("DeliveryType").asText().equals("TAKEAWAY")) {
        fields.remove("DeliveryAddress");
      } else {
        assertThat(names(invoice.get("DeliveryAddress"))).isEqualTo(ADDRESS);
      }
      assertThat(names(invoice)).isEqualTo(fields);
      assertThat(names(invoice.get("InvoiceLineItems").get(0))).isEqualTo(ITEM);
      double amount = itemValues(invoice);
      assertThat(invoice.get("TotalAmount").asDouble()).isEqualTo(amount);
      assertThat(invoice.get("TaxableAmount").asDouble()).isEqualTo(amount);
      assertThat(invoice.get("CGST").asDouble()).isEqualTo(amount * 0.025);
      assertThat(invoice.get("SGST").asDouble()).isEqualTo(amount * 0.025);
      assertThat(invoice.get("CESS").asDouble()).isEqualTo(amount * 0.00125);
      assertThat(invoice.get("NumberOfItems").asInt())
          .isEqualTo(invoice.get("InvoiceLineItems").size())
          .isBetween(1, 4);
    }
  }

  @Test
  void malformedLinesAreOfEveryKindAndNeverBlank() throws IOException {
    var lines = lines(new Mixture(1_000, 5, 1, 0, 0));
    assertThat(lines).allMatch(line -> invoice(line).isEmpty()).noneMatch(String::isBlank);
    assertThat(lines)
        .anyMatch(line -> line.startsWith("{") && !line.endsWith("}") && !line.endsWith("day"))
        .anyMatch(line -> line.startsWith("~"))
        .anyMatch(line -> line.contains("\"TotalAmount\":\"a lot\""))
        .anyMatch(line -> line.startsWith("[{"))
        .anyMatch(line -> line.contains("}{\"InvoiceNumber\""))
        .anyMatch(line -> line.endsWith("} end of day"));
  }

  @Test
  void nothingIsRepeatedBeforeTheFirstInvoice() throws IOException {
    var generated = generate(new Mixture(100, 1, 0, 1, 0), new ArrayList<>());
    assertThat(generated.duplicates()).isEqualTo(99);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> Mixture.clean(-1, 0))
        .hasMessage("count: -1; from 0 to 90000000, as many as there are numbers of eight digits");
    assertThatThrownBy(() -> new Mixture(1, 0, 1.5, 0, 0))
        .hasMessage("malformed share: 1.5; from 0 to 1");
    assertThatThrownBy(() -> new Mixture(1, 0, 0, 0, Double.NaN))
        .hasMessage("late share: NaN; from 0 to 1");
    assertThatThrownBy(() -> new Mixture(1, 0, 0.75, 0.5, 0))
        .hasMessage("malformed and duplicate share together: 1.25; from 0 to 1");
  }

  private static List<String> lines(Mixture settings) throws IOException {
    List<String> lines = new ArrayList<>();
    generate(settings, lines);
    return lines;
  }

  private static Generated generate(Mixture settings, List<String> lines) throws IOException {
    return new InvoiceGenerator(settings).generate(new ListDestination(lines));
  }

  /**
   * The invoice of a line, by a reader that allows one object a line and numbers for amounts only.
   */
  private static Optional<JsonNode> invoice(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return Optional.of(node).filter(it -> it.isObject() && it.path("TotalAmount").isNumber());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static double itemValues(JsonNode invoice) {
    double sum = 0;
    for (JsonNode item : invoice.get("InvoiceLineItems")) {
      assertThat(item.get("TotalValue").asDouble())
          .isEqualTo(item.get("ItemPrice").asDouble() * item.get("ItemQty").asInt());
      sum += item.get("TotalValue").asDouble();
    }
    return sum;
  }

  /**
   * Invoices far older than one before them, each counted once; repetitions come within minutes.
   */
  private static long late(List<JsonNode> invoices) {
    long newest = Long.MIN_VALUE;
    Set<JsonNode> late = new HashSet<>();
    for (JsonNode invoice : invoices) {
      long created = invoice.get("CreatedTime").asLong();
      if (created <= newest - Duration.ofMinutes(30).toMillis()) {
        late.add(invoice);
      }
      newest = Math.max(newest, created);
    }
    return late.size();
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
