package errand.core.audit;

/** How something ended that somebody tried. */
public enum Outcome {
  /** It was done. */
  DONE,
  /** It was refused, and nothing changed. */
  REFUSED,
  /** The server failed at it; a part may have been done. */
  FAILED
}
