package dev.medallion.tracking;

import dev.medallion.config.Parameter;
import java.util.List;
import java.util.Map;

/**
 * What is known of a run when it starts.
 *
 * @param layer where the job writes: bronze, silver or gold
 * @param checkpoint the checkpoint's location
 * @param parameters the job's full set of effective options
 * @param versions of {@code application}, {@code spark} and {@code delta}
 * @param sparkAppId Spark's name for the application, or null
 */
public record RunStart(
    String pipeline,
    String job,
    String layer,
    String checkpoint,
    List<Parameter> parameters,
    Map<String, String> versions,
    String sparkAppId) {
  private static final int LONGEST_NAME = 200;

  public RunStart {
    parameters = List.copyOf(parameters);
    versions = Map.copyOf(versions);
    checkName("pipeline", pipeline);
    checkName("job", job);
  }

  /** The name of the lease: {@code pipeline/job}. */
  String jobKey() {
    return pipeline + "/" + job;
  }

  private static void checkName(String what, String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          what + " name '" + name + "' has " + name.length() + " characters; 1 to 200 would do");
    }
  }
}
