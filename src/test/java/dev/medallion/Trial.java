package dev.medallion;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The places of one trial of {@code conf/invoices.conf}, all in one folder. */
record Trial(Path folder) {
  private static final String CONF = "conf/invoices.conf";

  Path lake() {
    return folder.resolve("lake");
  }

  Path landing() {
    return folder.resolve("landing");
  }

  Path archive() {
    return folder.resolve("landing_archive");
  }

  Path bronze() {
    return lake().resolve("bronze/invoices_bz");
  }

  Path bronzeQuarantine() {
    return lake().resolve("bronze/invoices_bz_quarantine");
  }

  Path silver() {
    return lake().resolve("silver/invoice_line_items");
  }

  Path silverQuarantine() {
    return lake().resolve("silver/invoice_line_items_quarantine");
  }

  Path checkpoint(String job) {
    return lake().resolve("_checkpoints/invoices").resolve(job);
  }

  TrackingTables tracking() {
    return new TrackingTables("jdbc:h2:file:" + lake().resolve("_tracking/medallion"), "", "");
  }

  /** Starts {@code run}; the arguments are jobs and options. */
  Child run(String... arguments) {
    return start(Map.of(), "run", CONF, arguments);
  }

  /** Starts a command on a configuration, at this trial's places. */
  Child start(Map<String, String> environment, String command, String conf, String... arguments) {
    List<String> places =
        List.of(
            command,
            conf,
            "--set",
            "lake=" + lake(),
            "--set",
            "jobs.bronze.source.path=" + landing());
    return Child.start(
        folder, environment, Stream.concat(places.stream(), Stream.of(arguments)).toList());
  }
}
