package errand.server;

/** Starts the server and the commands around it. */
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    System.err.println("Nothing to run yet.");
  }
}
