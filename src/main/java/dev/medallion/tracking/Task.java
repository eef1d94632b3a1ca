package dev.medallion.tracking;

/** One attempt at one batch. It ends once; any method throws {@link LeaseLost} like {@link Run}. */
public interface Task {
  /** The number of the attempt's row in {@code Task_Metadata}; 0 while that waits in a spool. */
  long id();

  /** 1 for the first attempt at this batch; 0 while that is not known. */
  int attempt();

  /** The batch is written. */
  void complete(TaskResult result);

  /** An earlier attempt had written the batch; the result is what its commit tells. */
  void recover(TaskResult result);

  /** The attempt failed; the error is recorded with its class, root message and stack trace. */
  void fail(Throwable error);
}
