package dev.medallion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A plan says the same to whoever goes on with it. */
class ReplayPlanTest {
  private static final ReplayPlan PLAN =
      new ReplayPlan(
          1,
          3,
          2,
          true,
          new ReplayChoice(Optional.of("n"), Optional.of(Instant.parse("2026-05-31T08:00:00Z"))),
          false);

  @Test
  void aPlanIsReadAsItWasWritten() {
    assertThat(ReplayPlan.parse(PLAN.json())).isEqualTo(PLAN);
    assertThat(ReplayPlan.parse(PLAN.writing().json())).isEqualTo(PLAN.writing());
  }

  /** Of an old one nobody knows whether its rows were handed to the target. */
  @Test
  void aPlanThatTellsNothingOfItsWriteIsOfTheSameRows() {
    String old =
        "{\"quarantineVersion\":3,\"number\":1,\"rows\":2,\"decodes\":true,\"reason\":\"n\","
            + "\"since\":\"2026-05-31T08:00:00Z\"}";

    assertThat(ReplayPlan.parse(old)).isEqualTo(PLAN.writing());
    assertThat(PLAN.fingerprint())
        .isEqualTo(UUID.nameUUIDFromBytes(old.getBytes(StandardCharsets.UTF_8)).toString());
    assertThat(PLAN.end()).isEqualTo(old);
  }
}
