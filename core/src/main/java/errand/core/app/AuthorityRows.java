package errand.core.app;

import errand.core.fleet.Authority;
import java.util.List;
import java.util.Optional;

/** Registered certificate authorities, and the code that proves one holds their keys. */
public interface AuthorityRows {
  Optional<Authority> find(String id);

  /** Those with this subject, in order of their ids. */
  List<Authority> named(String subject);

  /** Adds one whose id is free; throws IllegalStateException when it is not. */
  void insert(Authority authority);

  /** Replaces one that is there; throws IllegalStateException when it is not. */
  void update(Authority authority);

  /** False when it was not there. */
  boolean delete(String id);

  /** All, in order of creation, then id; there are few. */
  List<Authority> list(boolean ascending);

  Optional<String> code();

  /** Sets the code, or takes it away. */
  void code(Optional<String> code);
}
