package dev.medallion.tracking;

import static dev.medallion.faults.Fault.ERROR_NUMBERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.faults.FaultTable;
import dev.medallion.faults.Verdict;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each error number of SQL Server at each statement of the store. The numbers and what they mean
 * are those of "Database engine events and errors" and "Troubleshoot transient connection errors".
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorNumbersTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int NUMBERS = 33;

  private final Breach fault = new Breach();
  private TransactSqlStore server;
  private List<String> faultless;
  private Set<String> statements;
  private int transactions;
  private final Set<Integer> held = new LinkedHashSet<>();
  private int faults;

  @BeforeAll
  void play() {
    server = new TransactSqlStore(fault);
    faultless = scenario(new Plain());
    statements = Set.copyOf(fault.seen);
    transactions = fault.commits;
    assertThat(statements).hasSizeGreaterThan(30);
  }

  @AfterAll
  void close() {
    server.close();
    if (held.size() == NUMBERS) {
      FaultTable.add(
          ERROR_NUMBERS,
          "each of %d numbers at each of %d statements of the tracking store alone; its rows compared"
                  .formatted(NUMBERS, statements.size())
              + " to those without faults",
          faults,
          Verdict.CLEAN);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        4060, 40197, 40143, 40166, 40540, 40020, 40501, 40613, 49918, 49919, 49920, 4221, 10928,
        10929, 42108, 42109, 10053, 10054, 233, 64, 926, 615
      })
  void passingFaultIsOutlastedOnAFreshConnection(int number) {
    fault.atEach(statements, number, "S0001");
    while (fault.isDue()) {
      int outlasted = faultsOutlasted(new Plain());
      assertThat(server.pauses).hasSize(outlasted).containsOnly(Duration.ofSeconds(5));
      assertThat(fault.reused).isEmpty();
    }
    held.add(number);
  }

  @ParameterizedTest
  @ValueSource(ints = {1205, 1222, 3960})
  void conflictRunsTheWholeTransactionAgainAtOnce(int number) {
    fault.atEach(statements, number, number == 1205 ? "40001" : "S0001");
    while (fault.isDue()) {
      int outlasted = faultsOutlasted(new Plain());
      assertThat(server.pauses).hasSize(outlasted).allMatch(pause -> pause.compareTo(SECOND) < 0);
    }
    held.add(number);
  }

  @ParameterizedTest
  @ValueSource(ints = {2627, 2601})
  void rowThatIsThereAlreadyIsLookedForOnce(int number) {
    fault.atEach(statements, number, "23000");
    while (fault.isDue()) {
      int outlasted = faultsOutlasted(new Plain());
      assertThat(server.pauses)
          .hasSizeLessThanOrEqualTo(outlasted)
          .allMatch(pause -> pause.compareTo(SECOND) < 0);
    }
    held.add(number);
  }

  @ParameterizedTest
  @ValueSource(ints = {18456, 208, 207, 8152, 2628, 547})
  void faultThatNeverPassesIsToldAtOnce(int number) {
    fault.atEach(statements, number, "S0002");
    while (fault.isDue()) {
      Stubborn caller = new Stubborn();
      int outlasted = faultsOutlasted(caller);
      assertThat(server.pauses).isEmpty();
      assertThat(caller.told)
          .hasSize(outlasted)
          .containsOnly(
              "tracking database jdbc:sqlserver://nowhere.invalid refused a statement: fault "
                  + number);
    }
    held.add(number);
  }

  @Test
  void lostAnswerToACommitDoublesNothing() {
    for (int commit = 1; commit <= transactions; commit++) {
      fault.afterCommit(commit, 10054);

      assertThat(scenario(new Plain())).as("commit %d", commit).isEqualTo(faultless);
      assertThat(server.pauses).as("commit %d", commit).containsExactly(Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40613, 10054})
  void lastingFaultIsGivenUpInTheEnd(int number) {
    fault.always(number);
    server.pauses.clear();

    assertThatThrownBy(() -> server.store.completedBatches("lake/x"))
        .isInstanceOf(TrackingUnavailable.class)
        .hasMessage(
            "tracking database jdbc:sqlserver://nowhere.invalid cannot be reached: fault "
                + number);
    fault.none();
    assertThat(server.pauses)
        .extracting(Duration::toSeconds)
        .containsExactly(5L, 10L, 20L, 40L, 60L);
  }

  @Test
  void lastingConflictIsGivenUpInTheEnd() {
    fault.always(1205);
    server.pauses.clear();

    assertThatThrownBy(() -> server.store.completedBatches("lake/x"))
        .isInstanceOf(TrackingUnavailable.class);
    fault.none();
    assertThat(server.pauses)
        .hasSize(10)
        .allMatch(pause -> pause.compareTo(SECOND.multipliedBy(2)) < 0);
  }

  /** How many faults came; the rows are as if none had. */
  private int faultsOutlasted(Scenario.Caller caller) {
    int due = fault.due();
    assertThat(scenario(caller)).isEqualTo(faultless);
    int outlasted = due - fault.due();
    assertThat(outlasted).isPositive();
    faults += outlasted;
    return outlasted;
  }

  private List<String> scenario(Scenario.Caller caller) {
    server.pauses.clear();
    fault.begin();
    return new Scenario(server.store, server.behind, caller).play();
  }

  /** Asks once. */
  private static final class Plain implements Scenario.Caller {
    @Override
    public <T> T ask(Supplier<T> question) {
      return question.get();
    }
  }

  /** Asks again when refused. */
  private static final class Stubborn implements Scenario.Caller {
    private final List<String> told = new ArrayList<>();

    @Override
    public <T> T ask(Supplier<T> question) {
      while (true) {
        try {
          return question.get();
        } catch (TrackingUnavailable e) {
          told.add(e.getMessage());
        }
      }
    }
  }

  /** What goes wrong, and when: once at each statement, and in no transaction twice. */
  private static final class Breach implements Tap.Valve {
    private final Set<String> seen = new LinkedHashSet<>();
    private final Set<String> due = new LinkedHashSet<>();
    private final Set<Integer> broken = new LinkedHashSet<>();
    private final Set<Integer> reused = new LinkedHashSet<>();
    private int number;
    private String state;
    private boolean lasting;
    private boolean passed;
    private int lostCommit;
    private int commits;

    void atEach(Set<String> statements, int error, String sqlState) {
      due.clear();
      due.addAll(statements);
      number = error;
      state = sqlState;
    }

    int due() {
      return due.size();
    }

    boolean isDue() {
      return !due.isEmpty();
    }

    void afterCommit(int commit, int error) {
      due.clear();
      lostCommit = commit;
      number = error;
      state = "08S01";
    }

    void always(int error) {
      lasting = true;
      number = error;
      state = "S0001";
    }

    void none() {
      lasting = false;
    }

    void begin() {
      commits = 0;
      passed = false;
      broken.clear();
      reused.clear();
    }

    @Override
    public void statement(int connection, String sql) throws SQLException {
      seen.add(sql);
      if (broken.contains(connection)) {
        reused.add(connection);
      }
      if (lasting || !passed && due.remove(sql)) {
        passed = true;
        broken.add(connection);
        throw new SQLException("fault " + number, state, number);
      }
    }

    @Override
    public void afterCommit(int connection) throws SQLException {
      passed = false;
      if (++commits == lostCommit) {
        lostCommit = 0;
        throw new SQLException("fault " + number, state, number);
      }
    }
  }
}
