package errand.server.store;

import errand.core.execution.Notice;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Notice} as it is stored. */
record NoticeJson(
    String thing,
    @Nullable String namespace,
    long at,
    boolean setChanged,
    boolean nextChanged,
    List<ExecutionJson> pending) {
  static NoticeJson of(Notice notice) {
    return new NoticeJson(
        notice.thing().text(),
        notice.namespace().none() ? null : notice.namespace().text(),
        notice.at().toEpochMilli(),
        notice.setChanged(),
        notice.nextChanged(),
        notice.pending().stream().map(ExecutionJson::of).toList());
  }

  Notice notice() {
    return new Notice(
        new ThingName(thing),
        namespace == null ? Namespace.NONE : new Namespace(namespace),
        Instant.ofEpochMilli(at),
        setChanged,
        nextChanged,
        pending.stream().map(ExecutionJson::execution).toList());
  }
}
