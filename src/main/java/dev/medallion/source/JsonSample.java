package dev.medallion.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/** The first lines of some files, to find out which fields they have. */
record JsonSample(List<String> lines) {
  private static final int FILES = 20;
  private static final int LINES = 100;

  static JsonSample of(List<Slice> files, Configuration hadoop) {
    List<String> lines = new ArrayList<>();
    for (Slice file : files.subList(0, Math.min(FILES, files.size()))) {
      try {
        take(file, hadoop, lines);
      } catch (IOException e) {
        // The batch that reads the file tells what is wrong with it.
      }
    }
    return new JsonSample(lines);
  }

  private static void take(Slice file, Configuration hadoop, List<String> lines)
      throws IOException {
    try (var in = SliceLines.open(file, hadoop, new CompressionCodecFactory(hadoop))) {
      for (int i = 0; i < LINES && in.next(); i++) {
        String line = new String(in.bytes(), in.offset(), in.length(), StandardCharsets.UTF_8);
        if (line.replace("\uFEFF", "").stripLeading().startsWith("{")) {
          lines.add(line);
        }
      }
    }
  }

  /** The fields of those lines that are JSON, with the types that Spark gives them. */
  StructType fields(SparkSession spark) {
    SparkSession session = spark.cloneSession();
    session.conf().set(SQLConf.CASE_SENSITIVE().key(), true);
    return session
        .read()
        .option("mode", "DROPMALFORMED")
        .option("allowSingleQuotes", false)
        .json(session.createDataset(lines, Encoders.STRING()))
        .schema();
  }
}
