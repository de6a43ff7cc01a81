package errand.server.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;

/** What an AWS SDK client sends, for others to send again, changed. */
final class Recorded implements ExecutionInterceptor {
  private final List<Sent> all = new ArrayList<>();

  /**
   * A request, without its signature.
   *
   * @param query with its question mark, or empty
   * @param headers those that carry members
   */
  record Sent(
      String operation,
      String method,
      String path,
      String query,
      Map<String, String> headers,
      String body) {
    Sent path(String other) {
      return new Sent(operation, method, other, query, headers, body);
    }

    Sent query(String other) {
      return new Sent(operation, method, path, other, headers, body);
    }

    Sent body(String other) {
      return new Sent(operation, method, path, query, headers, other);
    }

    Sent header(String name, String value) {
      var more = new TreeMap<>(headers);
      more.put(name, value);
      return new Sent(operation, method, path, query, more, body);
    }
  }

  List<Sent> all() {
    return List.copyOf(all);
  }

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes about) {
    var request = context.httpRequest();
    var query = request.encodedQueryParameters().map(text -> "?" + text).orElse("");
    all.add(
        new Sent(
            about.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
            request.method().name(),
            request.encodedPath(),
            query,
            members(request),
            body(context)));
  }

  private static Map<String, String> members(SdkHttpRequest request) {
    var members = new TreeMap<String, String>();
    request.forEachHeader(
        (name, values) -> {
          var lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith("x-amzn-iot-") || lower.equals("x-amzn-principal")) {
            members.put(lower, values.getFirst());
          }
        });
    return members;
  }

  private static String body(Context.BeforeTransmission context) {
    if (context.requestBody().isEmpty()) {
      return "";
    }
    try (var in = context.requestBody().get().contentStreamProvider().newStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
