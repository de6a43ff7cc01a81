package errand.core.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A template that comes with the service, its document with parameters to fill in. Source:
 * control-plane 7 [doc].
 *
 * @param document JSON text with {@code ${aws:iot:parameter:NAME}} in strings
 */
public record ManagedTemplate(
    String name, String description, List<Parameter> parameters, String document) {
  /** The one version there is. */
  public static final String VERSION = "1.0";

  /** The platforms named. */
  public static final List<String> ENVIRONMENTS = List.of("LINUX");

  public ManagedTemplate {
    parameters = List.copyOf(parameters);
  }

  /**
   * A value to be given with a job.
   *
   * @param regex what the whole value must match
   */
  public record Parameter(
      String key, String description, String regex, String example, boolean optional) {}

  /** What is wrong with these values, for the sender; empty when they are fine. */
  public Optional<String> problem(Map<String, String> values) {
    for (String key : values.keySet()) {
      if (parameters.stream().noneMatch(parameter -> parameter.key().equals(key))) {
        return Optional.of("Parameter " + key + " is not one of template " + name + ".");
      }
    }
    return parameters.stream().flatMap(each -> problem(each, values).stream()).findFirst();
  }

  private static Optional<String> problem(Parameter parameter, Map<String, String> values) {
    String value = values.get(parameter.key());
    if (value == null) {
      return parameter.optional()
          ? Optional.empty()
          : Optional.of("Parameter " + parameter.key() + " is required.");
    }
    return Pattern.compile(parameter.regex(), Pattern.DOTALL).matcher(value).matches()
        ? Optional.empty()
        : Optional.of(
            "Parameter " + parameter.key() + " does not match " + parameter.regex() + ".");
  }

  /** The document with the values in place; an optional one that is not given becomes empty. */
  public String filled(Map<String, String> values) {
    String text = document;
    for (Parameter parameter : parameters) {
      String value = values.getOrDefault(parameter.key(), "");
      text = text.replace("${aws:iot:parameter:" + parameter.key() + "}", JsonText.escaped(value));
    }
    return text;
  }

  private static final Parameter RUN_AS_USER =
      new Parameter("runAsUser", "User that runs the handler.", "(.){0,256}", "user1", true);

  private static final Parameter PATH_TO_HANDLER =
      new Parameter(
          "pathToHandler",
          "Folder of the handler on the device.",
          "(.){0,4096}",
          "/usr/local/lib/handlers",
          true);

  /** All of them, in name order. Behind the parameters, which must be there first. */
  public static final List<ManagedTemplate> ALL = all();

  /** The one of that name. */
  public static Optional<ManagedTemplate> named(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private static List<ManagedTemplate> all() {
    return List.of(
        handler(
            "AWS-Download-File",
            "Download-File",
            "download-file.sh",
            "Downloads a file to a path on the device.",
            List.of(
                required("downloadUrl", "Address of the file.", "https://example.com/file.bin"),
                required("filePath", "Where to put it on the device.", "/tmp/file.bin"))),
        handler(
            "AWS-Install-Application",
            "Install-Application",
            "install-packages.sh",
            "Installs applications on the device.",
            List.of(packages("to install"))),
        handler("AWS-Reboot", "Reboot", "reboot.sh", "Reboots the device.", List.of()),
        handler(
            "AWS-Remove-Application",
            "Remove-Application",
            "remove-packages.sh",
            "Removes applications from the device.",
            List.of(packages("to remove"))),
        handler(
            "AWS-Restart-Application",
            "Restart-Application",
            "restart-services.sh",
            "Stops and starts services on the device.",
            List.of(services("to restart"))),
        runCommand(),
        handler(
            "AWS-Start-Application",
            "Start-Application",
            "start-services.sh",
            "Starts services on the device.",
            List.of(services("to start"))),
        handler(
            "AWS-Stop-Application",
            "Stop-Application",
            "stop-services.sh",
            "Stops services on the device.",
            List.of(services("to stop"))));
  }

  private static Parameter packages(String what) {
    return required("packages", "Packages " + what + ", separated by blanks.", "nginx curl");
  }

  private static Parameter services(String what) {
    return required("services", "Services " + what + ", separated by blanks.", "nginx cron");
  }

  private static Parameter required(String key, String description, String example) {
    return new Parameter(key, description, "(.*?)", example, false);
  }

  private static ManagedTemplate handler(
      String name, String action, String script, String description, List<Parameter> arguments) {
    var parameters = new ArrayList<>(arguments);
    parameters.add(RUN_AS_USER);
    parameters.add(PATH_TO_HANDLER);
    String args =
        arguments.isEmpty()
            ? ""
            : "\"args\":["
                + String.join(",", arguments.stream().map(each -> quoted(each.key())).toList())
                + "],";
    String input =
        "{\"handler\":\"" + script + "\"," + args + "\"path\":" + quoted("pathToHandler") + "}";
    return new ManagedTemplate(
        name, description, parameters, document(action, "runHandler", input));
  }

  private static ManagedTemplate runCommand() {
    var command =
        required(
            "command",
            "Command and arguments, separated by commas; a comma inside is escaped.",
            "ls,-l,/tmp");
    return new ManagedTemplate(
        "AWS-Run-Command",
        "Runs a command on the device.",
        List.of(command, RUN_AS_USER),
        document("Run-Command", "runCommand", "{\"command\":" + quoted("command") + "}"));
  }

  private static String document(String action, String type, String input) {
    return "{\"version\":\"1.0\",\"steps\":[{\"action\":{\"name\":\""
        + action
        + "\",\"type\":\""
        + type
        + "\",\"input\":"
        + input
        + ",\"runAsUser\":"
        + quoted("runAsUser")
        + "}}]}";
  }

  private static String quoted(String parameter) {
    return "\"${aws:iot:parameter:" + parameter + "}\"";
  }
}
