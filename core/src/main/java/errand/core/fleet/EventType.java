package errand.core.fleet;

/** What an account may be told about by events. Source: control-plane 8 [model]. */
public enum EventType {
  THING,
  THING_GROUP,
  THING_TYPE,
  THING_GROUP_MEMBERSHIP,
  THING_GROUP_HIERARCHY,
  THING_TYPE_ASSOCIATION,
  JOB,
  JOB_EXECUTION,
  POLICY,
  CERTIFICATE,
  CA_CERTIFICATE
}
