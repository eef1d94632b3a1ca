package dev.medallion.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a {@link Scenario} sends to SQL Server, with single blanks. */
final class Recording implements Tap.Valve, Scenario.Caller {
  private final List<List<String>> transactions = new ArrayList<>();
  private final List<String> open = new ArrayList<>();

  Recording() {
    try (TransactSqlStore server = new TransactSqlStore(this)) {
      new Scenario(server.store, server.behind, this).play();
    }
  }

  static String plain(String statement) {
    return statement.replaceAll("\\s+", " ").strip();
  }

  /** The statements of each transaction that was committed. */
  List<List<String>> transactions() {
    return transactions;
  }

  List<String> statements() {
    return transactions.stream().flatMap(List::stream).distinct().toList();
  }

  @Override
  public <T> T ask(Supplier<T> question) {
    return question.get();
  }

  @Override
  public void statement(int connection, String sql) {
    open.add(plain(sql));
  }

  @Override
  public void afterCommit(int connection) {
    transactions.add(List.copyOf(open));
    open.clear();
  }

  @Override
  public void rolledBack() {
    open.clear();
  }
}
