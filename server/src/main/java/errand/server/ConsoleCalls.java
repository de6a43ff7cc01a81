package errand.server;

import errand.server.console.Operations;
import errand.server.http.HttpAnswer;
import errand.server.http.HttpRequest;
import errand.server.identity.AccessKey;

/** What the console asks of the houses. */
record ConsoleCalls(Houses houses) implements Operations {
  @Override
  public HttpAnswer call(HttpRequest request, AccessKey key) {
    return houses.of(key.account()).operate(request, key);
  }

  @Override
  public void signedIn(HttpRequest request, AccessKey key) {
    houses.of(key.account()).signedIn(request, key);
  }

  @Override
  public void turnedAway(HttpRequest request, String claimed) {
    houses.claiming(claimed).turnedAway(request, claimed);
  }
}
