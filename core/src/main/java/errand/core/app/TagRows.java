package errand.core.app;

import errand.core.fleet.Tagged;
import java.util.SortedMap;

/** Tags of resources. Whoever takes a resource away takes its tags away. */
public interface TagRows {
  /** Values by key; empty when there are none. */
  SortedMap<String, String> find(Tagged resource);

  /** Puts these in the place of all tags of the resource; none of them forgets the resource. */
  void put(Tagged resource, SortedMap<String, String> tags);
}
