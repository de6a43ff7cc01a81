package errand.core.app;

import errand.core.audit.Actor;
import errand.core.audit.AuditEntry;
import errand.core.fleet.Authority;
import errand.core.fleet.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What somebody is doing on this thread, for the record: {@link AuditedStore} writes it down in the
 * transaction that does it. Bound at the edges, where it is known who asks for what, and never
 * passed through the use cases, so that none can forget it.
 */
public record Deed(Actor actor, String action, List<String> resources) {
  private static final ScopedValue<Actor> ACTOR = ScopedValue.newInstance();
  private static final ScopedValue<Deed> DEED = ScopedValue.newInstance();

  public Deed {
    resources = List.copyOf(resources);
  }

  /** Whatever the call does is this actor's. */
  public static <T> T by(Actor actor, Supplier<T> call) {
    return ScopedValue.where(ACTOR, actor).call(call::get);
  }

  /** Who acts on this thread, if it is known. */
  public static Optional<Actor> whose() {
    return ACTOR.isBound() ? Optional.of(ACTOR.get()) : Optional.empty();
  }

  /** The call does this, in the name of the actor of this thread; without one nothing is noted. */
  public static <T> T doing(String action, List<String> resources, Supplier<T> call) {
    return ACTOR.isBound()
        ? ScopedValue.where(DEED, new Deed(ACTOR.get(), action, resources)).call(call::get)
        : call.get();
  }

  /** What is being done on this thread. */
  static Optional<Deed> current() {
    return DEED.isBound() ? Optional.of(DEED.get()) : Optional.empty();
  }

  /** The same call for another thread, still by this thread's actor. */
  public static <T> Supplier<T> carried(Supplier<T> call) {
    return whose().<Supplier<T>>map(actor -> () -> by(actor, call)).orElse(call);
  }

  /** The entry for it, now that it is done; the result tells of what was made by it. */
  AuditEntry done(Instant now, Object result) {
    var all = new ArrayList<>(resources);
    made(result).stream().filter(each -> !all.contains(each)).forEach(all::add);
    return AuditEntry.done(now, actor, action, all);
  }

  // What has a name given by the caller is in the request; these are named by what they hold.
  private static List<String> made(Object result) {
    return switch (result) {
      case Answer.Given<?, ?>(Issuer.Issued issued) -> List.of("cert/" + issued.certificateId());
      case Answer.Given<?, ?>(Certificate certificate) -> List.of("cert/" + certificate.id());
      case Answer.Given<?, ?>(Authority authority) -> List.of("cacert/" + authority.id());
      case Provisioner.Fitted fitted -> List.copyOf(fitted.resources().values());
      default -> List.of();
    };
  }
}
