package errand.core.audit;

/**
 * Who did something.
 *
 * @param id of the access key or certificate; what the caller claims to be when it proved nothing
 * @param address where it came from, a literal address; empty for what the server does by itself
 */
public record Actor(Kind kind, String id, String address) {
  /** What the actor has proven itself by. */
  public enum Kind {
    /** An operator's access key. */
    KEY,
    /** A device's certificate. */
    CERTIFICATE,
    /** Nothing. */
    NOBODY
  }

  public Actor {
    id = Printable.of(id);
    address = Printable.of(address);
  }

  /** Somebody who has proven nothing, with what it claims to be. */
  public static Actor nobody(String claimed, String address) {
    return new Actor(Kind.NOBODY, claimed, address);
  }
}
