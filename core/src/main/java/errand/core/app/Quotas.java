package errand.core.app;

/**
 * How much an account may have of each thing. Each limit is the most that is accepted; one more is
 * refused. Source: control-plane 9 [doc].
 *
 * @param tagsPerResource tags on one resource [inferred]
 */
public record Quotas(OfThings things, OfGroups groups, int tagsPerResource) {
  /** What AWS grants. */
  public static final Quotas AWS =
      new Quotas(new OfThings(3, 50, 47 * 1024, 3, 10), new OfGroups(7, 100, 50), 50);

  /**
   * Limits on things and their types.
   *
   * @param untypedAttributes attributes of a thing without a type
   * @param typedAttributes attributes of a thing with a type
   * @param attributeBytes names and values of all attributes of a thing, in bytes of UTF-8
   * @param searchableAttributes names that a thing type may call searchable [inferred]
   * @param groups static groups a thing may be in itself
   */
  public record OfThings(
      int untypedAttributes,
      int typedAttributes,
      int attributeBytes,
      int searchableAttributes,
      int groups) {}

  /**
   * Limits on static groups.
   *
   * @param depth groups from a root down to the lowest, both counted
   * @param children direct children of one group
   * @param attributes attributes of one group
   */
  public record OfGroups(int depth, int children, int attributes) {}

  /** These quotas with others for things. */
  public Quotas with(OfThings other) {
    return new Quotas(other, groups, tagsPerResource);
  }

  /** These quotas with others for groups. */
  public Quotas with(OfGroups other) {
    return new Quotas(things, other, tagsPerResource);
  }
}
