package errand.core.app;

import errand.core.fleet.Authority;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Authorities in memory. */
record MemoryAuthorities(MemoryTx tx) implements AuthorityRows {
  @Override
  public Optional<Authority> find(String id) {
    return tx.seen().authorities.find(id);
  }

  @Override
  public List<Authority> named(String subject) {
    return tx.seen().authorities.all().filter(each -> each.subject().equals(subject)).toList();
  }

  @Override
  public void insert(Authority authority) {
    tx.changed().authorities.insert(authority.id(), authority);
  }

  @Override
  public void update(Authority authority) {
    MemoryState state = tx.changed();
    if (!state.authorities.has(authority.id())) {
      throw new IllegalStateException("no authority " + authority.id());
    }
    state.authorities.put(authority.id(), authority);
  }

  @Override
  public boolean delete(String id) {
    return tx.changed().authorities.remove(id);
  }

  @Override
  public List<Authority> list(boolean ascending) {
    List<Authority> all =
        tx.seen()
            .authorities
            .all()
            .sorted(Comparator.comparing(Authority::createdAt).thenComparing(Authority::id))
            .toList();
    return ascending ? all : all.reversed();
  }

  @Override
  public Optional<String> code() {
    return tx.seen().registrationCode;
  }

  @Override
  public void code(Optional<String> code) {
    tx.changed().registrationCode = code;
  }
}
