package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsTest {
  @ParameterizedTest
  @ValueSource(strings = {"h2", "sqlserver"})
  void everyTextIsExpected(String dialect) throws IOException {
    try (Stream<Path> texts = Files.list(Path.of("sql/tracking", dialect))) {
      List<String> versions =
          texts
              .map(text -> text.getFileName().toString())
              .filter(name -> name.startsWith("V"))
              .map(name -> name.split("V|__")[1])
              .sorted()
              .toList();

      assertThat(versions).isEqualTo(Migrations.VERSIONS);
    }
  }
}
