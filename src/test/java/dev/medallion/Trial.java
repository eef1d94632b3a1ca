package dev.medallion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One trial of a configuration in {@code conf}, with all its places in one folder.
 *
 * @param pipeline the name of the pipeline and of its file
 * @param input settings that say where bronze reads
 */
public record Trial(Path folder, String pipeline, List<String> input) {
  private static final Set<String> JOBS =
      Set.of("bronze", "silver", "store-sales", "customer-rewards");

  /** The invoices that land in a folder. */
  public Trial(Path folder) {
    this(folder, "invoices", List.of("jobs.bronze.source.path=" + folder.resolve("landing")));
  }

  /** The invoices of a topic. */
  public static Trial ofTopic(Path folder, String bootstrap, String topic) {
    return new Trial(
        folder,
        "invoices-kafka",
        List.of(
            "jobs.bronze.source.bootstrap-servers=" + bootstrap,
            "jobs.bronze.source.topics=" + topic));
  }

  public Path lake() {
    return folder.resolve("lake");
  }

  public Path landing() {
    return folder.resolve("landing");
  }

  public Path archive() {
    return folder.resolve("landing_archive");
  }

  public Path bronze() {
    return lake().resolve("bronze/invoices_bz");
  }

  public Path bronzeQuarantine() {
    return lake().resolve("bronze/invoices_bz_quarantine");
  }

  public Path silver() {
    return lake().resolve("silver/invoice_line_items");
  }

  public Path silverQuarantine() {
    return lake().resolve("silver/invoice_line_items_quarantine");
  }

  public Path checkpoint(String job) {
    return lake().resolve("_checkpoints").resolve(pipeline).resolve(job);
  }

  /** Where files appear while the jobs work, in the order in which they do. */
  public List<Path> work() {
    return List.of(
        checkpoint("bronze").resolve("offsets"),
        bronze(),
        bronze().resolve("_delta_log"),
        bronzeQuarantine().resolve("_delta_log"),
        checkpoint("bronze").resolve("commits"),
        checkpoint("silver").resolve("offsets"),
        silver(),
        silver().resolve("_delta_log"),
        checkpoint("silver").resolve("commits"));
  }

  public TrackingTables tracking() {
    return new TrackingTables("jdbc:h2:file:" + lake().resolve("_tracking/medallion"), "", "");
  }

  /**
   * Starts {@code run}; the arguments are jobs, bronze and silver where none is named, and options.
   */
  public Child run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (all.stream().noneMatch(JOBS::contains)) {
      all.addAll(List.of("bronze", "silver"));
    }
    return start(Map.of(), "run", "conf/" + pipeline + ".conf", all.toArray(String[]::new));
  }

  /** Starts a command on a configuration, at this trial's places. */
  public Child start(
      Map<String, String> environment, String command, String conf, String... arguments) {
    Stream<String> places =
        Stream.concat(Stream.of("lake=" + lake()), input.stream())
            .flatMap(setting -> Stream.of("--set", setting));
    return Child.start(
        folder,
        environment,
        Stream.of(Stream.of(command, conf), places, Stream.of(arguments))
            .flatMap(part -> part)
            .toList());
  }
}
