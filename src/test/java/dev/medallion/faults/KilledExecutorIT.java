package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.Child;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of one executor, in a process of its own, that is killed under a batch. */
@Tag("faults")
class KilledExecutorIT {
  /** Stands for the script of a Spark distribution, of which this machine has only the JARs. */
  private static final String SUBMIT =
      """
      #!/usr/bin/env bash
      while [[ $1 != *.jar ]]; do shift; done
      shift
      export SPARK_SCALA_VERSION=2.12
      exec java -Xmx1g '-Dspark.master=local-cluster[1,1,1024]' %s -cp "$SPARK_HOME/jars/*" \\
        dev.medallion.cli.Medallion "$@"
      """;

  @TempDir Path folder;

  @Test
  void anExecutorThatDiesUnderABatch() throws Exception {
    Path home = distribution();
    Warm warm = new Warm(folder, "bronze");
    int file = 3;
    List<String> phases = List.of("before-sink", "after-sink");
    for (String phase : phases) {
      Map<String, String> environment = new HashMap<>(Phases.environment(phase + ":1:sleep:2000"));
      environment.put("SPARK_HOME", home.toString());
      try (Child child = warm.child(environment, "--available-now", "bronze")) {
        child.until("an executor", () -> executor(child).isPresent());
        Phases.await(child);
        assertThat(executor(child).orElseThrow().destroyForcibly()).isTrue();
        assertThat(child.exit()).as(child.output()).isZero();
      }
      assertThat(warm.found()).as("after %s", phase).isEqualTo(Verdict.CLEAN);
      warm.deliver(file++);
      warm.deliver(file++);
    }
    FaultTable.add(
        Fault.EXECUTOR_KILLED,
        "`local-cluster[1,1,1024]`, SIGKILL to its executor at 2 phases",
        phases.size(),
        warm.verdict());
  }

  private static Optional<ProcessHandle> executor(Child child) {
    return ProcessHandle.of(child.pid())
        .flatMap(process -> Processes.find(process.descendants(), "CoarseGrainedExecutorBackend"));
  }

  private Path distribution() throws IOException {
    Path home = folder.resolve("spark");
    Path jars = Files.createDirectories(home.resolve("jars"));
    String all = System.getProperty("medallion.all.jar");
    String paths = Files.readString(Path.of("target/spark.classpath")) + File.pathSeparator + all;
    for (String path : paths.split(File.pathSeparator)) {
      Path jar = Path.of(path.strip());
      Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
    }
    Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, SUBMIT.formatted(JavaModuleOptions.defaultModuleOptions()));
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }
}
