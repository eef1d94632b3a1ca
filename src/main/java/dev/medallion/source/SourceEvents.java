package dev.medallion.source;

import java.util.UUID;

/** Takes what a source has to say to the people who watch its job. */
@FunctionalInterface
public interface SourceEvents {
  /**
   * Something stays unread or was found odd.
   *
   * @param id the same for the same finding about the same data, also in a later run, so that it is
   *     recorded once
   * @param entity the file or part of the source
   * @param message a whole sentence
   */
  void warn(UUID id, String entity, String message);
}
