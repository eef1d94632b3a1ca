package dev.medallion.pipeline;

import dev.medallion.source.LostRange;
import dev.medallion.source.SourceEvents;
import dev.medallion.tracking.EventType;
import dev.medallion.tracking.Level;
import dev.medallion.tracking.Note;
import dev.medallion.tracking.Run;
import java.util.UUID;

/** Tells the people at the screen, and puts on record what is worth it. */
record RunEvents(String job, Run run, BatchListener listener) implements SourceEvents {
  @Override
  public void warn(UUID id, String entity, String message) {
    say(entity + ": " + message);
    run.note(new Note(id, Level.WARN, EventType.DATA_GAP, entity, null, null, null, message));
  }

  @Override
  public void lost(LostRange range) {
    say(range.sentence());
    run.note(
        new Note(
            range.id(),
            Level.ERROR,
            EventType.DATA_GAP,
            range.entity(),
            "offset",
            String.valueOf(range.from()),
            String.valueOf(range.until()),
            range.sentence()));
  }

  @Override
  public void say(String message) {
    listener.say(job, message);
  }
}
