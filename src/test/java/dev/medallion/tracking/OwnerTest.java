package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OwnerTest {
  private final Owner here = Owner.ofThisProcess(UUID.randomUUID());

  @Test
  void textIsReadBack() {
    assertThat(Owner.parse(here.text())).contains(here);
  }

  @Test
  void foreignTextIsNoOwner() {
    assertThat(Owner.parse("somebody")).isEmpty();
  }

  @Test
  void livingProcessIsNotGone() {
    assertThat(here.isGone()).isFalse();
  }

  @Test
  void processThatEndedIsGone() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    Owner owner = Owner.of(process.toHandle(), here.run());
    assertThat(owner.isGone()).isFalse();

    process.destroyForcibly().waitFor();

    assertThat(owner.isGone()).isTrue();
  }

  @Test
  void sameNumberWithAnotherStartIsGone() {
    assertThat(here(here.since(), here.birth().replaceFirst("/.*", "/1")).isGone())
        .isEqualTo(!here.birth().isEmpty());
    assertThat(here(here.since().minusSeconds(60), "").isGone()).isTrue();
    assertThat(here(here.since(), "").isGone()).isFalse();
  }

  @Test
  void clockThatIsSetChangesNobody() {
    assumeTrue(!here.birth().isEmpty(), "the system does not say how long after its boot");

    assertThat(here(here.since().minusSeconds(3600), here.birth()).isGone()).isFalse();
  }

  @Test
  void textWithoutBirthIsReadBack() {
    Owner earlier = here(here.since(), "");

    assertThat(Owner.parse(earlier.text())).contains(earlier);
    assertThat(Owner.parse(earlier + ", space " + here.space())).contains(earlier);
  }

  @Test
  void processOfAnotherHostMayLive() {
    Owner elsewhere = gone("elsewhere", here.space());
    Owner container = gone(here.host(), "pid:[1]");

    assertThat(elsewhere.isGone()).isFalse();
    assertThat(container.isGone()).isFalse();
    assertThat(gone(here.host(), here.space()).isGone()).isTrue();
    assertThat(here(here.since(), "another boot/1").isGone())
        .as("of a host of the same name")
        .isFalse();
  }

  private Owner here(Instant since, String birth) {
    return new Owner(here.host(), here.pid(), since, here.run(), here.space(), birth);
  }

  private Owner gone(String host, String space) {
    return new Owner(host, 999_999_999, here.since(), here.run(), space, here.birth());
  }
}
