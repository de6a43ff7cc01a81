package errand.bench;

import java.util.Locale;

/**
 * What every connection asks its server, over and over. A further kind of request is one more
 * constant here.
 */
enum Scenario {
  /** UpdateJobExecution of a running execution with new status details: a durable change. */
  UPDATE(
      Scenario.JOB + "/update",
      "POST",
      "/" + Scenario.JOB,
      """
      "status":"IN_PROGRESS","statusDetails":{"step":"%s","note":"downloading"}\
      """
          .formatted(Scenario.COUNT)),

  /** GetPendingJobExecutions: the thing's queue. */
  GET("get", "GET", "", ""),

  /** DescribeJobExecution by job id, with the document. */
  DESCRIBE(Scenario.JOB + "/get", "GET", "/" + Scenario.JOB + "?includeJobDocument=true", ""),

  /** DescribeJobExecution of the next job, with the document. */
  DESCRIBE_NEXT("$next/get", "GET", "/$next?includeJobDocument=true", ""),

  /** StartNextPendingJobExecution: takes the job up the first time, then is told of it again. */
  START_NEXT("start-next", "PUT", "/$next", "");

  /** The job that every thing has one execution of. */
  static final String JOB = "bench";

  /** Stands in a body for a number that is another in every request. */
  static final String COUNT = "########";

  private final String operation;
  private final String method;
  private final String path;
  private final String members;

  Scenario(String operation, String method, String path, String members) {
    this.operation = operation;
    this.method = method;
    this.path = path;
    this.members = members;
  }

  /** The topic behind {@code $aws/things/THING/jobs/}. */
  String operation() {
    return operation;
  }

  /** The members of the body besides the client token, as JSON without braces; may be empty. */
  String members() {
    return members;
  }

  String topic(String thing) {
    return "$aws/things/" + thing + "/jobs/" + operation;
  }

  /** The HTTP/1.1 request up to its {@link #body}. */
  String head(String thing) {
    var length = method.equals("GET") ? "" : "Content-Length: %d\r\n".formatted(body().length());
    return "%s /things/%s/jobs%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
        .formatted(method, thing, path, length);
  }

  /** The body over HTTP, in ASCII; empty for a request that has none. */
  String body() {
    return method.equals("GET") ? "" : "{" + members + "}";
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
