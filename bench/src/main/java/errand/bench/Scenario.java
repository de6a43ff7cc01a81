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
      """
      "status":"IN_PROGRESS","statusDetails":{"step":"%s","note":"downloading"}"""
          .formatted(Scenario.COUNT)),

  /** GetPendingJobExecutions: the thing's queue. */
  GET("get", ""),

  /** DescribeJobExecution by job id, with the document. */
  DESCRIBE(Scenario.JOB + "/get", ""),

  /** DescribeJobExecution of the next job, with the document. */
  DESCRIBE_NEXT("$next/get", ""),

  /** StartNextPendingJobExecution: takes the job up the first time, then is told of it again. */
  START_NEXT("start-next", "");

  /** The job that every thing has one execution of. */
  static final String JOB = "bench";

  /** Stands in a body for a number that is another in every request. */
  static final String COUNT = "########";

  private final String operation;
  private final String members;

  Scenario(String operation, String members) {
    this.operation = operation;
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

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
