package errand.server.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.IotException;
import software.amazon.awssdk.services.iot.model.IotRequest;
import software.amazon.awssdk.utils.builder.Buildable;
import tools.jackson.databind.JsonNode;

/**
 * Calls of the AWS SDK's client by the name of the operation, with requests made from JSON whose
 * members are named as on the wire.
 */
@SuppressWarnings({"NonApiType", "ReferenceEquality"}) // Sorted; the types are constants.
final class SdkCall {
  private SdkCall() {}

  /** The operations the client knows. */
  static TreeSet<String> operations() {
    var names = new TreeSet<String>();
    plainMethods().forEach(method -> names.add(upperFirst(method.getName())));
    return names;
  }

  private static Stream<Method> plainMethods() {
    return Stream.of(IotClient.class.getMethods())
        .filter(method -> method.getParameterCount() == 1)
        .filter(method -> IotRequest.class.isAssignableFrom(method.getParameterTypes()[0]))
        .filter(method -> !method.getName().endsWith("Paginator"));
  }

  /** The errors that the model names for an operation. */
  static TreeSet<String> errors(String operation) {
    var names = new TreeSet<String>();
    for (Class<?> each : method(operation).getExceptionTypes()) {
      if (IotException.class.isAssignableFrom(each) && each != IotException.class) {
        names.add(each.getSimpleName());
      }
    }
    return names;
  }

  private static Method method(String operation) {
    return plainMethods()
        .filter(method -> upperFirst(method.getName()).equals(operation))
        .findFirst()
        .orElseThrow();
  }

  private static String upperFirst(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** An empty request, to be asked for its members. */
  static SdkPojo shape(String operation) {
    return (SdkPojo) ((Buildable) builder(operation)).build();
  }

  /** An empty response, to be asked for its members. */
  static SdkPojo responseShape(String operation) {
    return (SdkPojo) ((Buildable) builder(operation, method(operation).getReturnType())).build();
  }

  private static SdkPojo builder(String operation) {
    return builder(operation, method(operation).getParameterTypes()[0]);
  }

  private static SdkPojo builder(String operation, Class<?> type) {
    try {
      return (SdkPojo) type.getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException broken) {
      throw new LinkageError(operation, broken);
    }
  }

  /** Signs and sends; throws what the client throws. */
  static SdkPojo send(IotClient iot, String operation, JsonNode members) {
    var request = built(builder(operation), members);
    try {
      return (SdkPojo) method(operation).invoke(iot, request);
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(refused);
    } catch (IllegalAccessException broken) {
      throw new LinkageError(operation, broken);
    }
  }

  static boolean number(SdkField<?> field) {
    return field.marshallingType() == MarshallingType.LONG
        || field.marshallingType() == MarshallingType.INTEGER;
  }

  private static Object built(SdkPojo builder, JsonNode members) {
    var known = new TreeMap<String, SdkField<?>>();
    builder.sdkFields().forEach(field -> known.put(field.locationName(), field));
    for (var member : members.properties()) {
      var field = known.get(member.getKey());
      if (field == null) {
        throw new AssertionError(member.getKey() + " is none of " + known.keySet());
      }
      field.set(builder, value(field, member.getValue()));
    }
    return ((Buildable) builder).build();
  }

  private static Object value(SdkField<?> field, JsonNode node) {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.LIST) {
      return list(field.getTrait(ListTrait.class).memberFieldInfo(), node);
    }
    if (type == MarshallingType.MAP) {
      var map = new TreeMap<String, Object>();
      var values = field.getTrait(MapTrait.class).valueFieldInfo();
      node.properties().forEach(each -> map.put(each.getKey(), value(values, each.getValue())));
      return map;
    }
    if (type == MarshallingType.SDK_POJO) {
      return built(field.constructor().get(), node);
    }
    if (type == MarshallingType.INTEGER) {
      return node.asInt();
    }
    if (type == MarshallingType.LONG) {
      return node.asLong();
    }
    if (type == MarshallingType.DOUBLE) {
      return node.asDouble();
    }
    return type == MarshallingType.BOOLEAN ? node.asBoolean() : node.asString();
  }

  private static List<Object> list(SdkField<?> element, JsonNode node) {
    var list = new ArrayList<Object>();
    node.forEach(each -> list.add(value(element, each)));
    return list;
  }
}
