package errand.server.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** The members of a shape as the AWS SDK writes and reads them; a list is its element. */
@SuppressWarnings({"NonApiType", "ReferenceEquality"}) // Sorted; the types are constants.
final class Members {
  private Members() {}

  /** The names on the wire, of the shape only. */
  static TreeSet<String> of(SdkPojo shape) {
    var names = new TreeSet<String>();
    shape.sdkFields().forEach(field -> names.add(field.locationName()));
    return names;
  }

  /** The paths to everything that is no structure, with dots. */
  static TreeSet<String> leaves(SdkPojo shape) {
    var paths = new TreeSet<String>();
    shape.sdkFields().forEach(field -> add(paths, field.locationName(), field));
    return paths;
  }

  private static void add(TreeSet<String> paths, String path, SdkField<?> field) {
    if (field.marshallingType() == MarshallingType.LIST) {
      add(paths, path, field.getTrait(ListTrait.class).memberFieldInfo());
    } else if (field.marshallingType() == MarshallingType.SDK_POJO) {
      for (var inner : field.constructor().get().sdkFields()) {
        add(paths, path + "." + inner.locationName(), inner);
      }
    } else {
      paths.add(path);
    }
  }

  /** The same of a response, whose maps are their values too. */
  static TreeSet<String> responseLeaves(SdkPojo shape) {
    var paths = leaves(shape);
    for (var field : shape.sdkFields()) {
      if (field.marshallingType() == MarshallingType.MAP) {
        paths.remove(field.locationName());
        add(paths, field.locationName(), field.getTrait(MapTrait.class).valueFieldInfo());
      }
    }
    return paths;
  }

  /** A text that an answer holds under a name. */
  static Optional<String> text(SdkPojo answer, String name) {
    return answer.sdkFields().stream()
        .filter(field -> field.locationName().equals(name))
        .findFirst()
        .map(field -> (String) field.getValueOrDefault(answer));
  }

  /** The leaves that hold something in this answer. */
  static TreeSet<String> held(SdkPojo answer) {
    var paths = new TreeSet<String>();
    addHeld(paths, "", answer);
    return paths;
  }

  private static void addHeld(TreeSet<String> paths, String path, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case SdkAutoConstructList<?> _ -> {}
      case SdkAutoConstructMap<?, ?> _ -> {}
      case SdkPojo shape -> {
        for (var field : shape.sdkFields()) {
          var inner = (path.isEmpty() ? "" : path + ".") + field.locationName();
          addHeld(paths, inner, field.getValueOrDefault(shape));
        }
      }
      case Map<?, ?> map -> map.values().forEach(each -> addHeld(paths, path, each));
      case List<?> list -> list.forEach(each -> addHeld(paths, path, each));
      default -> paths.add(path);
    }
  }
}
