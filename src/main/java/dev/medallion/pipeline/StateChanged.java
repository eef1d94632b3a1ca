package dev.medallion.pipeline;

/** The SQL of a job remembers something else than its checkpoint has. */
final class StateChanged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StateChanged(String folder, State had, State has) {
    super(
        ("the checkpoint %s was made by other SQL and cannot be carried on: it remembers %s, the SQL"
                + " now needs %s. Give the job the SQL that it had, or start over with `medallion reset"
                + " CONF JOB`")
            .formatted(folder, had.text(), has.text()));
  }
}
