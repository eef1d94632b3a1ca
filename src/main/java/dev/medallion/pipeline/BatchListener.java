package dev.medallion.pipeline;

/** Takes the news of running jobs, from several threads. */
public interface BatchListener {
  /** A batch has ended well. */
  void batch(BatchReport report);

  /** A job says something that people should read. */
  void say(String job, String message);

  /** A job has ended. */
  void ended(String job, Outcome outcome);
}
