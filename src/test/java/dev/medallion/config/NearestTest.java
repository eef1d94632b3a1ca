package dev.medallion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void swapIsOneEditAndFarWordsAreNotNear() {
    assertThat(Nearest.to("lkae", List.of("lake", "cake"))).contains("lake");
    assertThat(Nearest.edits("ab", "ba")).isEqualTo(1);
    assertThat(Nearest.to("url", List.of("sql"))).isEmpty();
    assertThat(Nearest.to("maxFilesPerBatch", List.of("max-files-per-batch"))).isEmpty();
  }
}
