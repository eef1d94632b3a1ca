package dev.medallion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchPlanTest {
  @TempDir Path folder;
  private SparkSession spark;

  @BeforeEach
  void table() {
    spark = LocalSpark.session();
    spark.range(3).selectExpr("id", "id * 2 AS twice").write().format("delta").save(path("table"));
  }

  @Test
  void onlyWhatIsAskedForIsRead() throws Exception {
    Dataset<Row> stream = stream().withColumn("more", org.apache.spark.sql.functions.lit(1));
    List<String> seen =
        batches(
            stream,
            rows -> {
              Dataset<Row> ids = rows.select("id");
              return ids.queryExecution().executedPlan() + "\n" + ids.count();
            });
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0)).contains("ReadSchema: struct<id:bigint>").endsWith("\n3");
  }

  @Test
  void aPlanThatDoesMoreIsLeftAlone() throws Exception {
    List<String> seen =
        batches(
            stream().dropDuplicates("id"),
            rows -> rows.queryExecution().logical().getClass().getSimpleName() + rows.count());
    assertThat(seen).containsExactly("LogicalRDD3");
  }

  private interface Look {
    String at(Dataset<Row> rows);
  }

  private List<String> batches(Dataset<Row> stream, Look look) throws Exception {
    List<String> seen = new ArrayList<>();
    CompletableFuture<StreamingQuery> started = new CompletableFuture<>();
    StreamingQuery query =
        stream
            .writeStream()
            .foreachBatch(
                (VoidFunction2<Dataset<Row>, Long>)
                    (rows, number) -> seen.add(look.at(BatchPlan.of(started.join(), rows))))
            .option("checkpointLocation", path("checkpoint"))
            .trigger(Trigger.AvailableNow())
            .start();
    started.complete(query);
    query.awaitTermination();
    return seen;
  }

  private Dataset<Row> stream() {
    return spark.readStream().format("delta").load(path("table"));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
