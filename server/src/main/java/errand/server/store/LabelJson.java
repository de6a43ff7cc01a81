package errand.server.store;

import errand.core.artifact.Label;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link Label} as it is stored. */
record LabelJson(
    String etag, @Nullable Map<String, String> headers, @Nullable ChecksumJson checksum) {
  static LabelJson of(Label label) {
    return new LabelJson(
        label.etag(),
        label.headers().isEmpty() ? null : label.headers(),
        label
            .checksum()
            .map(each -> new ChecksumJson(each.algorithm(), each.value(), each.composite()))
            .orElse(null));
  }

  Label label() {
    return new Label(
        etag,
        headers == null ? Map.of() : headers,
        Optional.ofNullable(checksum)
            .map(each -> new Label.Checksum(each.algorithm(), each.value(), each.composite())));
  }

  record ChecksumJson(String algorithm, String value, boolean composite) {}
}
