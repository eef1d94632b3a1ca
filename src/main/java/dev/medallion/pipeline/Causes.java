package dev.medallion.pipeline;

import dev.medallion.kafka.BrokerRefused;
import dev.medallion.pipeline.Outcome.Ending;
import dev.medallion.sink.TargetAhead;
import dev.medallion.source.SourceDataLost;
import dev.medallion.tracking.LeaseHeld;
import dev.medallion.tracking.LeaseLost;
import dev.medallion.tracking.TrackingUnavailable;
import dev.medallion.transform.ExpectationFailed;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;

/** Finds the meaning of an error among its causes, by their types. */
final class Causes {
  private static final Map<Class<? extends Throwable>, Ending> KNOWN =
      Map.of(
          LeaseHeld.class, Ending.RUNNING_ELSEWHERE,
          LeaseLost.class, Ending.RUNNING_ELSEWHERE,
          TrackingUnavailable.class, Ending.TRACKING_UNAVAILABLE,
          ExpectationFailed.class, Ending.QUALITY,
          LimitExceeded.class, Ending.QUALITY,
          SourceDataLost.class, Ending.DATA_LOST,
          BrokerRefused.class, Ending.FAILED,
          CheckpointRefused.class, Ending.CHECKPOINT,
          StateChanged.class, Ending.CHECKPOINT,
          TargetAhead.class, Ending.CHECKPOINT);

  private static final String STATE_STORE =
      "org.apache.spark.sql.execution.streaming.state.HDFSBackedStateStoreProvider";
  private static final Set<String> STATE_READS =
      Set.of("updateFromDeltaFile", "readSnapshotFile", "loadMap");

  private Causes() {}

  static Ending ending(Throwable error) {
    return known(error).map(cause -> KNOWN.get(cause.getClass())).orElse(Ending.FAILED);
  }

  static String sentence(Throwable error) {
    Throwable telling = known(error).orElseGet(() -> innermost(error));
    String message = telling.getMessage();
    return message == null || message.isBlank()
        ? telling.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElseThrow();
  }

  /** Whether the work was ended from outside. */
  static boolean isInterruption(Throwable error) {
    return chain(error)
        .anyMatch(
            cause ->
                cause instanceof InterruptedException || cause instanceof InterruptedIOException);
  }

  /** Whether a Delta table that is read as a stream was given other columns. */
  static boolean isSchemaChange(Throwable error) {
    return chain(error)
        .anyMatch(
            cause ->
                cause instanceof SparkThrowable told
                    && told.getErrorClass() != null
                    && told.getErrorClass().startsWith("DELTA_SCHEMA_CHANGED"));
  }

  /** Whether what a query's SQL remembers is not there as it should be. */
  static boolean isState(Throwable error) {
    return !isInterruption(error)
        && chain(error).noneMatch(Causes::mayPass)
        && chain(error)
            .flatMap(cause -> Arrays.stream(cause.getStackTrace()))
            .anyMatch(
                frame ->
                    frame.getClassName().startsWith(STATE_STORE)
                        && STATE_READS.contains(frame.getMethodName()));
  }

  /** A network that fails, or a machine without memory, says nothing about a file. */
  private static boolean mayPass(Throwable cause) {
    return cause instanceof VirtualMachineError
        || cause.getClass().getPackageName().equals("java.net");
  }

  private static Optional<Throwable> known(Throwable error) {
    return chain(error).filter(cause -> KNOWN.containsKey(cause.getClass())).findFirst();
  }

  private static Throwable innermost(Throwable error) {
    return chain(error).reduce((outer, inner) -> inner).orElse(error);
  }

  private static Stream<Throwable> chain(Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause).limit(50);
  }
}
