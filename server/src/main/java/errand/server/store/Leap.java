package errand.server.store;

import errand.core.fleet.query.NameRange;
import java.util.List;
import java.util.Optional;

/** The names that are in every list and in the range. */
record Leap(List<NameList> lists, NameRange range) implements NameList {
  @Override
  public Optional<String> seek(String from) {
    Optional<String> at = range.seek(from);
    int agreed = 0;
    for (int i = 0; at.isPresent() && agreed < lists.size(); i = (i + 1) % lists.size()) {
      Optional<String> listed = lists.get(i).seek(at.get());
      Optional<String> next = listed.flatMap(range::seek);
      // A text that the range put in place of the name is in no list yet.
      agreed = next.equals(at) ? agreed + 1 : next.equals(listed) ? 1 : 0;
      at = next;
    }
    return at;
  }
}
