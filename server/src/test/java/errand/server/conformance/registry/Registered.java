package errand.server.conformance.registry;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.IotException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iot.model.VersionConflictException;

/** The client, and what is needed on the server before a test comes to its point. */
final class Registered implements AutoCloseable {
  private final RunningServer server;
  private final IotClient iot;

  Registered(RunningServer server) {
    this.server = server;
    this.iot = Sdk.iot(server.doors());
  }

  IotClient iot() {
    return iot;
  }

  /** A name that nothing on the server has yet. */
  String name(String beginning) {
    return server.freshName(beginning);
  }

  String thing() {
    var name = name("thing");
    iot.createThing(r -> r.thingName(name));
    return name;
  }

  String type() {
    var name = name("type");
    iot.createThingType(r -> r.thingTypeName(name));
    return name;
  }

  String group() {
    var name = name("group");
    iot.createThingGroup(r -> r.thingGroupName(name));
    return name;
  }

  String groupBelow(String parent) {
    var name = name("group");
    iot.createThingGroup(r -> r.thingGroupName(name).parentGroupName(parent));
    return name;
  }

  void join(String thing, String group) {
    iot.addThingToThingGroup(r -> r.thingName(thing).thingGroupName(group));
  }

  static void assertInvalid(String message, ThrowingCallable call) {
    assertRefused(InvalidRequestException.class, 400, message, call);
  }

  static void assertNotFound(ThrowingCallable call) {
    assertRefused(ResourceNotFoundException.class, 404, "", call);
  }

  static void assertVersionConflict(ThrowingCallable call) {
    assertRefused(
        VersionConflictException.class, 409, "does not match the expected version.", call);
  }

  /** The part of the message is looked for anywhere in it. */
  static void assertRefused(
      Class<? extends IotException> type, int status, String message, ThrowingCallable call) {
    assertThatExceptionOfType(type)
        .isThrownBy(call)
        .matches(refusal -> refusal.statusCode() == status)
        .matches(refusal -> refusal.awsErrorDetails().errorMessage().contains(message));
  }

  @Override
  public void close() {
    iot.close();
  }
}
