package errand.core.fleet.query;

import java.util.List;
import java.util.Set;

/**
 * Names of the fields; they are told apart by case. Source: control-plane 10.3 [doc].
 *
 * <p>A field that nobody knows is refused [choice]: a slip of the pen would otherwise find nothing,
 * or with NOT before it everything, and nobody would be told.
 */
public final class Fields {
  public static final String THING_NAME = "thingName";
  public static final String THING_ID = "thingId";
  public static final String THING_TYPE_NAME = "thingTypeName";
  public static final String THING_GROUP_NAMES = "thingGroupNames";
  public static final String ATTRIBUTES = "attributes.";

  /** How the names of all fields of the connection begin. */
  public static final String CONNECTIVITY = "connectivity.";

  public static final String CONNECTED = "connectivity.connected";
  public static final String TIMESTAMP = "connectivity.timestamp";
  public static final String DISCONNECT_REASON = "connectivity.disconnectReason";

  /** Of the unnamed shadow, and as {@code shadow.name.NAME.} of a named one. */
  public static final String SHADOW = "shadow.";

  private static final String DEVICE_DEFENDER = "deviceDefender.";

  private static final Set<String> WHOLE =
      Set.of(
          THING_NAME,
          THING_ID,
          THING_TYPE_NAME,
          THING_GROUP_NAMES,
          CONNECTED,
          TIMESTAMP,
          DISCONNECT_REASON);

  private static final List<String> OPEN = List.of(ATTRIBUTES, SHADOW, DEVICE_DEFENDER);

  private Fields() {}

  static boolean known(String field) {
    return WHOLE.contains(field)
        || OPEN.stream().anyMatch(open -> field.startsWith(open) && field.length() > open.length());
  }
}
