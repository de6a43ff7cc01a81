package errand.server.model;

import java.util.TreeSet;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;

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
}
