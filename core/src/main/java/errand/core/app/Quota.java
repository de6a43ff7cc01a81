package errand.core.app;

import java.util.Locale;

/** What an account may have so much of and no more. Source: control-plane 9 [doc]. */
public enum Quota {
  ACTIVE_JOBS(100_000, "jobs that are scheduled or in progress"),
  CONCURRENT_JOBS(500, "jobs being rolled out or called off at a time"),
  DELETING_JOBS(10, "jobs being deleted at a time"),
  JOB_KEPT_DAYS(730, "days an ended job is kept"),
  TARGETS_PER_JOB(100, "targets of one job"),
  JOB_TEMPLATES(100, "job templates"),
  /** [inferred]: the usual limit of AWS's tagging. */
  TAGS_PER_RESOURCE(50, "tags on one resource"),
  UNTYPED_ATTRIBUTES(3, "attributes of a thing without a type"),
  TYPED_ATTRIBUTES(50, "attributes of a thing with a type"),
  ATTRIBUTE_BYTES(47 * 1024, "bytes of all attributes of a thing, names and values in UTF-8"),
  /** [inferred]. */
  SEARCHABLE_ATTRIBUTES(3, "names that a thing type may call searchable"),
  GROUPS_PER_THING(10, "static groups a thing is in itself"),
  GROUP_DEPTH(7, "groups from a root down to the lowest, both counted"),
  GROUP_CHILDREN(100, "direct children of one group"),
  GROUP_ATTRIBUTES(50, "attributes of one group"),
  DYNAMIC_GROUPS(100, "dynamic groups"),
  POLICY_VERSIONS(5, "versions of one policy"),
  PROVISIONING_TEMPLATES(256, "provisioning templates"),
  PROVISIONING_VERSIONS(5, "versions of one provisioning template"),
  /** A pick of ours: with AWS's pace and hour there could be 36,000. */
  UNCLAIMED_CERTIFICATES(10_000, "certificates that devices asked for and have not claimed yet"),
  PROVISIONING_PER_SECOND(10, "requests of devices to be provisioned a second, of each kind");

  private final int usual;
  private final String meaning;

  Quota(int usual, String meaning) {
    this.usual = usual;
    this.meaning = meaning;
  }

  /** What AWS grants. */
  public int usual() {
    return usual;
  }

  /** What is counted. */
  public String meaning() {
    return meaning;
  }

  /** The name for operators, such as {@code active-jobs}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
