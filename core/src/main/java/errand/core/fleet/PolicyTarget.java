package errand.core.fleet;

/** What a policy can be attached to. */
public sealed interface PolicyTarget {
  /** A certificate. */
  record OfCertificate(String id) implements PolicyTarget {}

  /** A thing group, with all things in it and below it. */
  record OfGroup(GroupId id) implements PolicyTarget {}
}
