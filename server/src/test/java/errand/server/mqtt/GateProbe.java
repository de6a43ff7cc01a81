package errand.server.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A gate that allows everything and echoes requests on {@code <topic>/accepted} until told
 * otherwise.
 */
final class GateProbe implements DeviceGate {

  static final String ACCOUNT = "000000000000";

  /** Something the gate was told. */
  record Event(String what, Caller caller, String detail) {}

  final List<String> requests = new CopyOnWriteArrayList<>();
  final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  volatile Function<Caller.Proof, Optional<String>> account = _ -> Optional.of(ACCOUNT);
  volatile Predicate<Caller> connect = _ -> true;
  volatile BiPredicate<Caller, String> publish = (_, _) -> true;
  volatile BiPredicate<Caller, String> subscribe = (_, _) -> true;
  volatile BiPredicate<Caller, String> receive = (_, _) -> true;
  volatile BiFunction<Caller, String, Outcome> answer = (_, _) -> new Outcome.Silent();
  volatile boolean echo = true;

  @Override
  public Optional<String> account(Caller.Proof proof) {
    return account.apply(proof);
  }

  @Override
  public boolean mayConnect(Caller caller) {
    return connect.test(caller);
  }

  @Override
  public boolean mayPublish(Caller caller, String topic) {
    return publish.test(caller, topic);
  }

  @Override
  public boolean maySubscribe(Caller caller, String filter) {
    return subscribe.test(caller, filter);
  }

  @Override
  public boolean mayReceive(Caller caller, String topic) {
    return receive.test(caller, topic);
  }

  @Override
  public Outcome request(Caller caller, String topic, byte[] payload) {
    requests.add(topic + " " + new String(payload, StandardCharsets.UTF_8));
    return echo ? new Outcome.Reply(topic + "/accepted", payload) : answer.apply(caller, topic);
  }

  /** From now on every request is answered like this. */
  void answers(BiFunction<Caller, String, Outcome> outcome) {
    answer = outcome;
    echo = false;
  }

  @Override
  public void connected(Caller caller) {
    events.add(new Event("connected", caller, ""));
  }

  @Override
  public void disconnected(Caller caller, Ending ending) {
    events.add(new Event("disconnected", caller, ending.name()));
  }

  /** The next event, waiting for it. */
  Event nextEvent() throws InterruptedException {
    var event = events.poll(20, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event came");
    }
    return event;
  }
}
