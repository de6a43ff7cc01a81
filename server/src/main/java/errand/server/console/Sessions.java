package errand.server.console;

import errand.server.identity.AccessKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who is signed in, and which links still let somebody in. In memory only: a restart signs
 * everybody out.
 *
 * <p>Shared state: both maps are guarded by {@code this}. They are in the order of their making and
 * bounded; the oldest goes first.
 */
final class Sessions {
  /** How long a session lasts. */
  static final Duration SESSION = Duration.ofHours(12);

  /** How long a link can be used, once. */
  static final Duration LINK = Duration.ofHours(1);

  static final int SESSIONS_MAX = 1_000;
  static final int LINKS_MAX = 100;

  private final Function<String, Optional<AccessKey>> keys;
  private final InstantSource clock;
  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private final Map<String, Session> links = new LinkedHashMap<>();

  /**
   * @param keys finds the keys that are valid now
   */
  Sessions(Function<String, Optional<AccessKey>> keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** A session just begun, with the secret that only the browser keeps. */
  record Begun(String cookie, Session session, AccessKey key) {}

  /** Somebody with a valid session, with the key as it is now. */
  record Present(Session session, AccessKey key) {}

  /** The secret of a link that signs in once, with the rights of this key. */
  synchronized String link(AccessKey key) {
    var secret = Secrets.fresh();
    put(links, secret, new Session(key.id(), "", clock.instant().plus(LINK)), LINKS_MAX);
    return secret;
  }

  /** Signs in by a link, which is used up. */
  synchronized Optional<Begun> enter(String secret) {
    return Optional.ofNullable(links.remove(Secrets.digest(secret)))
        .filter(this::lasts)
        .flatMap(link -> keys.apply(link.keyId()))
        .map(this::begin);
  }

  /** Signs in by a key. */
  Optional<Begun> enter(String keyId, String secret) {
    return key(keyId, secret).map(this::begin);
  }

  /** The key with this id and secret. */
  Optional<AccessKey> key(String keyId, String secret) {
    return keys.apply(keyId).filter(key -> Secrets.same(key.secret(), secret));
  }

  private synchronized Begun begin(AccessKey key) {
    var cookie = Secrets.fresh();
    var session = new Session(key.id(), Secrets.fresh(), clock.instant().plus(SESSION));
    put(sessions, cookie, session, SESSIONS_MAX);
    return new Begun(cookie, session, key);
  }

  private static void put(Map<String, Session> into, String secret, Session session, int most) {
    if (into.size() >= most) {
      into.remove(into.keySet().iterator().next());
    }
    into.put(Secrets.digest(secret), session);
  }

  /** Who has this cookie; nobody once the session or its key is gone. */
  Optional<Present> of(String cookie) {
    return found(cookie)
        .flatMap(session -> keys.apply(session.keyId()).map(key -> new Present(session, key)));
  }

  private synchronized Optional<Session> found(String cookie) {
    var digest = Secrets.digest(cookie);
    var session = Optional.ofNullable(sessions.get(digest));
    if (session.isPresent() && !lasts(session.get())) {
      sessions.remove(digest);
      return Optional.empty();
    }
    return session;
  }

  private boolean lasts(Session session) {
    Instant now = clock.instant();
    return now.isBefore(session.until());
  }

  /** Signs out. */
  synchronized void leave(String cookie) {
    sessions.remove(Secrets.digest(cookie));
  }
}
