package dev.medallion.tracking;

import dev.medallion.config.Parameter;
import dev.medallion.jdbc.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The parameters of runs: {@code Process_Parameter_Metadata}. A secret's value is {@code ***}. */
final class ParameterTable {
  private static final String MASK = "***";

  private ParameterTable() {}

  static void insert(Transaction tx, long job, List<Parameter> parameters) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    for (Parameter parameter : parameters) {
      rows.add(
          new Object[] {
            job,
            parameter.name(),
            value(parameter),
            Text.clip(parameter.origin(), 1000),
            parameter.secret()
          });
    }
    tx.batch(
        """
        INSERT INTO {schema}.Process_Parameter_Metadata (job_id, name, value, origin, is_secret)
        VALUES (?, ?, ?, ?, ?)""",
        rows);
  }

  static int delete(Transaction tx, long job) throws SQLException {
    return tx.update("DELETE FROM {schema}.Process_Parameter_Metadata WHERE job_id = ?", job);
  }

  /** A note for each parameter that another run had otherwise, in the order of their names. */
  static List<Note> changes(Transaction tx, long previousJob, List<Parameter> parameters)
      throws SQLException {
    Map<String, String> before = values(tx, previousJob);
    Map<String, String> after = new TreeMap<>();
    parameters.forEach(parameter -> after.put(parameter.name(), value(parameter)));
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), after.get(name)))
        .map(name -> change(name, before.get(name), after.get(name)))
        .toList();
  }

  /** SHA-256 over the lines {@code name=value} in the order of their names, in hexadecimal. */
  static String hash(List<Parameter> parameters) {
    String lines =
        parameters.stream()
            .map(parameter -> parameter.name() + "=" + value(parameter))
            .sorted()
            .collect(Collectors.joining("\n"));
    return HexFormat.of().formatHex(sha256().digest(lines.getBytes(StandardCharsets.UTF_8)));
  }

  private static String value(Parameter parameter) {
    return parameter.secret() ? MASK : Text.masked(parameter.value());
  }

  private static Map<String, String> values(Transaction tx, long job) throws SQLException {
    Map<String, String> values = new TreeMap<>();
    tx.query(
        "SELECT name, value FROM {schema}.Process_Parameter_Metadata WHERE job_id = ?",
        row -> values.put(row.text("name"), row.text("value")),
        job);
    return values;
  }

  private static Note change(String name, String before, String after) {
    String message =
        before == null
            ? "parameter " + name + " is new"
            : after == null ? "parameter " + name + " is gone" : "parameter " + name + " changed";
    return Note.info(EventType.PARAMETER_CHANGE, "parameter " + name, message)
        .change("value", before, after);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
