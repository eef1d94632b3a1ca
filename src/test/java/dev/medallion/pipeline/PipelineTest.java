package dev.medallion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
  @TempDir Path folder;

  @Test
  void settingsOfSparkAreFoundAsPathsAndInTheirBlock() throws IOException {
    Path conf =
        Files.writeString(
            folder.resolve("x.conf"),
            """
            pipeline = shop
            spark.sql.shuffle.partitions = 7
            spark {
              spark.speculation = true
              hadoop.fs.azure.account.key.shop = hunter2
            }
            jobs.bronze {
              layer = bronze
              source { type = json, path = landing, schema = invoices/invoice.ddl }
              sink { type = delta, table = invoices_bz }
            }
            """);
    Pipeline pipeline = Pipeline.load(conf, Map.of());
    assertThat(pipeline.spark())
        .isEqualTo(
            Map.of(
                "spark.sql.shuffle.partitions", "7",
                "spark.speculation", "true",
                "spark.hadoop.fs.azure.account.key.shop", "hunter2"));
    assertThat(pipeline.file().effective())
        .contains("spark.hadoop.fs.azure.account.key.shop = ***  # " + conf + ": 5")
        .doesNotContain("hunter2");
  }

  @Test
  void aPipelineHasJobs() throws IOException {
    Path conf = Files.writeString(folder.resolve("x.conf"), "pipeline = shop\n");
    assertThatThrownBy(() -> Pipeline.load(conf, Map.of()))
        .hasMessage(conf + ": jobs: is missing; expected a block { ... }");
    Files.writeString(conf, "pipeline = shop\njobs {}\n");
    assertThatThrownBy(() -> Pipeline.load(conf, Map.of()))
        .hasMessage(conf + ": 2: jobs: has no job; add one, such as bronze { ... }");
  }

  @Test
  void theArchiveIsNotTheLandingFolder() throws IOException {
    Path conf =
        Files.writeString(
            folder.resolve("x.conf"),
            """
            pipeline = shop
            jobs.bronze {
              layer = bronze
              source { type = json, path = in, archive = in/, schema = invoices/invoice.ddl }
              sink { type = delta, table = invoices_bz }
            }
            """);
    assertThatThrownBy(() -> Pipeline.load(conf, Map.of()))
        .hasMessage(
            conf
                + ": 4: jobs.bronze.source.archive: is the landing folder itself; name another"
                + " folder");
  }
}
