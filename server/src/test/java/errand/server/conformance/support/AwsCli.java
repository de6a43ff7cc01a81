package errand.server.conformance.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The {@code aws} command, pointed at a server by environment variables only. */
public final class AwsCli {
  private static final String COMMAND = "aws";

  private final Doors doors;
  private final String url;

  private AwsCli(Doors doors, String url) {
    this.doors = doors;
    this.url = url;
  }

  public static AwsCli overHttp(Doors doors) {
    return new AwsCli(doors, doors.httpUrl());
  }

  public static AwsCli overHttps(Doors doors) {
    return new AwsCli(doors, doors.httpsUrl());
  }

  /** How a command ended. */
  public record Result(int exit, String out, String err) {
    public JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }
  }

  /** Runs a command and expects it to succeed. */
  public Result ok(String... arguments) {
    var result = run(arguments);
    if (result.exit() != 0) {
      throw new AssertionError(List.of(arguments) + " failed: " + result);
    }
    return result;
  }

  public Result run(String... arguments) {
    var command = new ArrayList<String>();
    command.add(COMMAND);
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("AWS_ENDPOINT_URL", url);
    environment.put("AWS_CA_BUNDLE", doors.ca().toString());
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", doors.key().id());
    environment.put("AWS_SECRET_ACCESS_KEY", doors.key().secret());
    environment.put("AWS_CONFIG_FILE", "/dev/null");
    environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    environment.put("AWS_DEFAULT_OUTPUT", "json");
    environment.put("AWS_PAGER", "");
    try {
      var process = builder.start();
      process.getOutputStream().close();
      var err = CompletableFuture.supplyAsync(() -> text(process.errorReader()));
      var out = text(process.inputReader());
      return new Result(Await.result(process.onExit()).exitValue(), out, Await.result(err));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String text(BufferedReader reader) {
    return String.join("\n", reader.lines().toList());
  }
}
