package errand.server.console;

import errand.server.http.HttpRequest;
import java.util.Arrays;
import java.util.Optional;

/** The console's cookie: no script sees it, and no other site makes a browser send it. */
final class Cookies {
  private static final String KIND = "; Path=/console; HttpOnly; SameSite=Strict";

  private Cookies() {}

  static String set(String name, String value, boolean secure) {
    return name(name, secure) + "=" + value + KIND + secured(secure);
  }

  static String forget(String name, boolean secure) {
    return name(name, secure) + "=; Max-Age=0" + KIND + secured(secure);
  }

  private static String secured(boolean secure) {
    return secure ? "; Secure" : "";
  }

  // Cookies know no ports: the two doors of one server must not overwrite each other's.
  private static String name(String name, boolean secure) {
    return secure ? name : name + "-dev";
  }

  static Optional<String> of(HttpRequest request, String name) {
    String wanted = name(name, request.secure()) + "=";
    return request.headers().all("Cookie").stream()
        .flatMap(line -> Arrays.stream(line.split(";")))
        .map(String::strip)
        .filter(pair -> pair.startsWith(wanted))
        .map(pair -> pair.substring(wanted.length()))
        .findFirst();
  }
}
