package dev.medallion.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.LocalSpark;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
  private final SparkSession spark = LocalSpark.session();
  @TempDir Path folder;

  @AfterEach
  void forget() {
    spark.sql("DROP DATABASE IF EXISTS registered CASCADE");
  }

  @Test
  void aFolderNamedFromTheWorkingFolderIsRegistered() {
    Path here = Path.of("").toAbsolutePath();
    Table table = made(here.relativize(folder.resolve("it's here").toAbsolutePath()).toString());
    table.register(spark);
    table.register(spark);
    assertThat(spark.table("registered.numbers").count()).isEqualTo(3);
  }

  @Test
  void aNameThatIsAnotherTablesIsRefused() {
    Table first = made(folder.resolve("first").toString());
    Table second = made(folder.resolve("second").toString());
    first.register(spark);
    assertThatThrownBy(() -> second.register(spark))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the catalog has another table registered.numbers, at file:%s; this one is at file:%s",
            first.location(), second.location());
  }

  private Table made(String location) {
    Table table = new Table("registered.numbers", Table.Kind.REGISTERED, location);
    table.save(spark.range(3).toDF().write().format("delta"));
    return table;
  }
}
