package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;

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
    Owner owner =
        new Owner(
            here.host(),
            process.pid(),
            process.info().startInstant().orElseThrow(),
            here.run(),
            here.space());
    assertThat(owner.isGone()).isFalse();

    process.destroyForcibly().waitFor();

    assertThat(owner.isGone()).isTrue();
  }

  @Test
  void sameNumberWithAnotherStartIsGone() {
    Owner earlier =
        new Owner(here.host(), here.pid(), here.since().minusSeconds(60), here.run(), here.space());

    assertThat(earlier.isGone()).isTrue();
  }

  @Test
  void processOfAnotherHostMayLive() {
    Owner elsewhere = new Owner("elsewhere", 999_999_999, here.since(), here.run(), here.space());
    Owner container = new Owner(here.host(), 999_999_999, here.since(), here.run(), "pid:[1]");

    assertThat(elsewhere.isGone()).isFalse();
    assertThat(container.isGone()).isFalse();
  }
}
