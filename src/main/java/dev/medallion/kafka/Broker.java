package dev.medallion.kafka;

import java.io.Closeable;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks the brokers of a cluster about topics and offsets. One that does not answer is waited for;
 * one that refuses is not.
 */
public final class Broker implements Closeable {
  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);
  private static final long LONGEST_ANSWER = 10_000;
  private static final long SHORTEST_ANSWER = 1_000;

  private final Connection connection;
  private final Duration patience;
  private final Consumer<String> waiting;
  private Admin admin;
  private volatile boolean away;

  /**
   * @param patience how long a broker that does not answer is waited for
   * @param waiting told once when a broker does not answer, and once when it does again
   */
  public Broker(Connection connection, Duration patience, Consumer<String> waiting) {
    this.connection = connection;
    this.patience = patience;
    this.waiting = waiting;
  }

  /** The logs of all partitions of some topics; a topic that does not exist has none. */
  public SortedMap<Partition, PartitionLog> logs(Topics topics) {
    return answered(() -> look(topics));
  }

  /** The same, without waiting for a broker that does not answer. */
  public SortedMap<Partition, PartitionLog> logsNow(Topics topics) {
    try {
      return look(topics);
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * The first offsets whose records are not older than a time; a partition that has none is left
   * out.
   */
  public Map<Partition, Long> since(Instant time, Collection<Partition> partitions) {
    Map<Partition, Long> found =
        answered(() -> offsets(partitions, OffsetSpec.forTimestamp(time.toEpochMilli())));
    found.values().removeIf(offset -> offset < 0);
    return found;
  }

  /** Asks once whether a broker answers, for those who wait for it in silence. */
  public void check(Topics topics) {
    try {
      describe(topics);
      answers();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException) {
        silent();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the last question to it, or the one that waits, got no answer. */
  public boolean isAway() {
    return away;
  }

  private SortedMap<Partition, PartitionLog> look(Topics topics)
      throws ExecutionException, InterruptedException {
    Map<Partition, String> ids = new HashMap<>();
    for (TopicDescription topic : describe(topics)) {
      String id = topic.topicId().equals(Uuid.ZERO_UUID) ? "" : topic.topicId().toString();
      for (TopicPartitionInfo partition : topic.partitions()) {
        ids.put(new Partition(topic.name(), partition.partition()), id);
      }
    }
    Map<Partition, Long> begins = offsets(ids.keySet(), OffsetSpec.earliest());
    Map<Partition, Long> ends = offsets(ids.keySet(), OffsetSpec.latest());
    SortedMap<Partition, PartitionLog> logs = new TreeMap<>();
    ids.forEach(
        (partition, id) ->
            logs.put(partition, new PartitionLog(id, begins.get(partition), ends.get(partition))));
    return logs;
  }

  private Collection<TopicDescription> describe(Topics topics)
      throws ExecutionException, InterruptedException {
    Collection<String> names = topics.names();
    if (!topics.byName()) {
      names = admin().listTopics().names().get();
      names.removeIf(name -> !topics.include(name));
    }
    Map<String, TopicDescription> found = new HashMap<>();
    for (var topic : admin().describeTopics(names).topicNameValues().entrySet()) {
      try {
        found.put(topic.getKey(), topic.getValue().get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return found.values();
  }

  private Map<Partition, Long> offsets(Collection<Partition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> question = new HashMap<>();
    partitions.forEach(p -> question.put(new TopicPartition(p.topic(), p.number()), which));
    Map<Partition, Long> offsets = new HashMap<>();
    var answers = admin().listOffsets(question, new ListOffsetsOptions(isolation()));
    for (TopicPartition partition : question.keySet()) {
      offsets.put(
          new Partition(partition.topic(), partition.partition()),
          answers.partitionResult(partition).get().offset());
    }
    return offsets;
  }

  private IsolationLevel isolation() {
    return "read_committed".equals(connection.settings().get("isolation.level"))
        ? IsolationLevel.READ_COMMITTED
        : IsolationLevel.READ_UNCOMMITTED;
  }

  private synchronized Admin admin() {
    if (admin == null) {
      Map<String, Object> settings = connection.client();
      String longest = String.valueOf(longestAnswer());
      settings.put("default.api.timeout.ms", longest);
      settings.put("request.timeout.ms", longest);
      try {
        admin = Admin.create(settings);
      } catch (NoClassDefFoundError e) {
        throw new BrokerRefused(
            "Kafka's client library is not on the class path; on Databricks, attach"
                + " org.apache.kafka:kafka-clients:3.4.1 to the cluster",
            e);
      } catch (RuntimeException e) {
        throw failed(e);
      }
    }
    return admin;
  }

  /** Several within the patience, so that waiting is told of before it is over. */
  private long longestAnswer() {
    return Math.max(SHORTEST_ANSWER, Math.min(LONGEST_ANSWER, patience.toMillis() / 3));
  }

  private interface Question<T> {
    T ask() throws ExecutionException, InterruptedException;
  }

  private <T> T answered(Question<T> question) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        T answer = question.ask();
        answers();
        return answer;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > end) {
          throw failed(e.getCause());
        }
        silent();
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      pause();
    }
  }

  private synchronized void silent() {
    if (!away) {
      away = true;
      waiting.accept(
          "no answer from %s; waiting up to %d seconds"
              .formatted(connection, patience.toSeconds()));
    }
  }

  private synchronized void answers() {
    if (away) {
      away = false;
      waiting.accept(connection + " answers again");
    }
  }

  private static void pause() {
    LockSupport.parkNanos(BETWEEN_QUESTIONS.toNanos());
    if (Thread.interrupted()) {
      throw interrupted(new InterruptedException());
    }
  }

  /** In the shape by which Spark knows that a stream was stopped. */
  private static UncheckedIOException interrupted(InterruptedException e) {
    var stopped = new InterruptedIOException("stopped while a broker was asked");
    stopped.initCause(e);
    return new UncheckedIOException(stopped);
  }

  private BrokerRefused failed(Throwable error) {
    return Refusals.of(connection, patience, error);
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ofNanos(TimeUnit.SECONDS.toNanos(1)));
      admin = null;
    }
  }
}
