package errand.core.app;

import errand.core.app.ExecutionRows.Place;
import errand.core.app.Outbox.Numbered;
import errand.core.artifact.BucketName;
import errand.core.catalog.Release;
import errand.core.catalog.Software;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Status;
import errand.core.fleet.Authority;
import errand.core.fleet.Certificate;
import errand.core.fleet.Connectivity;
import errand.core.fleet.DynamicGroup;
import errand.core.fleet.EventSettings;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Indexing;
import errand.core.fleet.Installed;
import errand.core.fleet.Membership;
import errand.core.fleet.Policy;
import errand.core.fleet.PolicyVersion;
import errand.core.fleet.Tagged;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingId;
import errand.core.fleet.ThingType;
import errand.core.job.Job;
import errand.core.job.Template;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.PackageName;
import errand.core.name.PolicyName;
import errand.core.name.ProvisioningTemplateName;
import errand.core.name.TemplateId;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import errand.core.name.VersionName;
import errand.core.provision.ProvisioningTemplate;
import errand.core.provision.Unclaimed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/** All tables at one moment. */
final class MemoryState {
  /** Ids by their bytes, as databases order them; {@code UUID.compareTo} takes them as signed. */
  static final Comparator<UUID> BY_BYTES =
      Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
          .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

  static final Comparator<ThingId> THING_ORDER = Comparator.comparing(ThingId::uuid, BY_BYTES);

  static final Comparator<ExecutionKey> KEY_ORDER =
      Comparator.comparing(ExecutionKey::thing, THING_ORDER)
          .thenComparing(ExecutionKey::job)
          .thenComparingLong(ExecutionKey::number);

  static final Comparator<Place> PLACE_ORDER =
      Comparator.comparingLong(Place::order).thenComparing(Place::thing, THING_ORDER);

  static final Comparator<Tagged> TAGGED_ORDER =
      Comparator.comparing(Tagged::kind).thenComparing(Tagged::name);

  final MemoryTable<ThingName, Thing> things;
  final MemoryTable<ThingTypeName, ThingType> thingTypes;
  final MemoryTable<GroupName, Group> groups;
  final MemoryTable<Seat, Membership> memberships;
  final MemoryTable<GroupId, GroupId> abandoned;
  final MemoryTable<String, Certificate> certificates;
  final MemoryTable<Voice, Boolean> voices;
  final MemoryTable<String, Authority> authorities;
  final MemoryTable<PolicyName, Policy> policies;
  final MemoryTable<Edition, PolicyVersion> policyVersions;
  final MemoryTable<Hold, Hold> holds;
  Optional<String> registrationCode = Optional.empty();
  final MemoryTable<JobId, Job> jobs;
  final MemoryTable<JobId, String> documents;
  final MemoryTable<JobId, String> submitted;
  final MemoryTable<BucketName, BucketRows.Bucket> buckets;
  final MemoryTable<Content, MemoryArtifacts.Kept> artifacts;
  final MemoryTable<PackageName, Software> software;
  final MemoryTable<Issue, Release> releases;
  final MemoryTable<Runs, Installed> installed;
  boolean versionsByJobs;
  Optional<String> versionsRole = Optional.empty();
  final MemoryTable<Counter, Long> counters;
  final MemoryTable<Counter, Long> superseded;
  final MemoryTable<Follower, Follower> followers;
  final MemoryTable<ExecutionKey, Execution> executions;
  final MemoryTable<TemplateId, Template> templates;
  final MemoryTable<ProvisioningTemplateName, ProvisioningTemplate> provisioning;
  final MemoryTable<String, ProvisioningTemplate.Version> provisioningVersions;
  final MemoryTable<String, Unclaimed> unclaimed;
  final MemoryTable<Long, EventRows.Numbered> owedEvents;
  final MemoryTable<String, MemoryReaders.Place> readers;
  final MemoryTable<Long, Numbered> outbox;
  final MemoryTable<Tagged, SortedMap<String, String>> tags;
  final MemoryTable<ThingId, Present> presence;
  final MemoryTable<GroupId, DynamicGroup> dynamicGroups;
  final MemoryTable<Long, AuditRows.Numbered> audit;
  long lastAudit;
  long lastNotice;
  EventSettings events;
  Indexing indexing;

  MemoryState() {
    things = MemoryTable.by(Comparator.naturalOrder());
    thingTypes = MemoryTable.by(Comparator.naturalOrder());
    groups = MemoryTable.by(Comparator.naturalOrder());
    memberships = MemoryTable.by(Seat.ORDER);
    abandoned = MemoryTable.by(Comparator.comparing(GroupId::uuid, BY_BYTES));
    certificates = MemoryTable.by(Comparator.naturalOrder());
    voices = MemoryTable.by(Voice.ORDER);
    authorities = MemoryTable.by(Comparator.naturalOrder());
    policies = MemoryTable.by(Comparator.naturalOrder());
    policyVersions = MemoryTable.by(Edition.ORDER);
    holds = MemoryTable.by(Hold.ORDER);
    jobs = MemoryTable.by(Comparator.naturalOrder());
    documents = MemoryTable.by(Comparator.naturalOrder());
    submitted = MemoryTable.by(Comparator.naturalOrder());
    buckets = MemoryTable.by(Comparator.naturalOrder());
    artifacts = MemoryTable.by(Content.ORDER);
    software = MemoryTable.by(Comparator.naturalOrder());
    releases = MemoryTable.by(Issue.ORDER);
    installed = MemoryTable.by(Runs.ORDER);
    counters = MemoryTable.by(Counter.ORDER);
    superseded = MemoryTable.by(Counter.ORDER);
    followers = MemoryTable.by(Follower.ORDER);
    executions = MemoryTable.by(KEY_ORDER);
    templates = MemoryTable.by(Comparator.naturalOrder());
    provisioning = MemoryTable.by(Comparator.naturalOrder());
    provisioningVersions = MemoryTable.by(Comparator.naturalOrder());
    unclaimed = MemoryTable.by(Comparator.naturalOrder());
    owedEvents = MemoryTable.by(Comparator.naturalOrder());
    readers = MemoryTable.by(Comparator.naturalOrder());
    outbox = MemoryTable.by(Comparator.naturalOrder());
    audit = MemoryTable.by(Comparator.naturalOrder());
    tags = MemoryTable.by(TAGGED_ORDER);
    events = EventSettings.UNTOUCHED;
    indexing = Indexing.OFF;
    presence = MemoryTable.by(THING_ORDER);
    dynamicGroups = MemoryTable.by(Comparator.comparing(GroupId::uuid, BY_BYTES));
  }

  private MemoryState(MemoryState from) {
    things = from.things.copy();
    thingTypes = from.thingTypes.copy();
    groups = from.groups.copy();
    memberships = from.memberships.copy();
    abandoned = from.abandoned.copy();
    certificates = from.certificates.copy();
    voices = from.voices.copy();
    authorities = from.authorities.copy();
    policies = from.policies.copy();
    policyVersions = from.policyVersions.copy();
    holds = from.holds.copy();
    registrationCode = from.registrationCode;
    jobs = from.jobs.copy();
    documents = from.documents.copy();
    submitted = from.submitted.copy();
    buckets = from.buckets.copy();
    artifacts = from.artifacts.copy();
    software = from.software.copy();
    releases = from.releases.copy();
    installed = from.installed.copy();
    versionsByJobs = from.versionsByJobs;
    versionsRole = from.versionsRole;
    counters = from.counters.copy();
    superseded = from.superseded.copy();
    followers = from.followers.copy();
    executions = from.executions.copy();
    templates = from.templates.copy();
    provisioning = from.provisioning.copy();
    provisioningVersions = from.provisioningVersions.copy();
    unclaimed = from.unclaimed.copy();
    owedEvents = from.owedEvents.copy();
    readers = from.readers.copy();
    outbox = from.outbox.copy();
    audit = from.audit.copy();
    lastAudit = from.lastAudit;
    tags = from.tags.copy();
    presence = from.presence.copy();
    dynamicGroups = from.dynamicGroups.copy();
    lastNotice = from.lastNotice;
    events = from.events;
    indexing = from.indexing;
  }

  /** A state to change; this one must not be changed any more. */
  MemoryState copy() {
    return new MemoryState(this);
  }

  /** Where a member sits in its group. */
  record Seat(GroupId group, String thingName) {
    static final Comparator<Seat> ORDER =
        Comparator.comparing((Seat seat) -> seat.group().uuid(), BY_BYTES)
            .thenComparing(Seat::thingName);
  }

  /** A certificate speaks for a thing. */
  record Voice(String certificateId, ThingId thing) {
    static final Comparator<Voice> ORDER =
        Comparator.comparing(Voice::certificateId).thenComparing(Voice::thing, THING_ORDER);
  }

  /** A version of a policy. */
  record Edition(PolicyName policy, int number) {
    static final Comparator<Edition> ORDER =
        Comparator.comparing(Edition::policy).thenComparingInt(Edition::number);
  }

  /** A version of a package. */
  record Issue(PackageName name, VersionName version) {
    static final Comparator<Issue> ORDER =
        Comparator.comparing(Issue::name).thenComparing(Issue::version);
  }

  /** A package on a thing. */
  record Runs(ThingId thing, PackageName name) {
    static final Comparator<Runs> ORDER =
        Comparator.comparing(Runs::thing, THING_ORDER).thenComparing(Runs::name);
  }

  /** A content under a name. Keys are in the order of their UTF-8, unlike strings. */
  record Content(BucketName bucket, String key, String sha256) {
    static final Comparator<Content> ORDER =
        Comparator.comparing(Content::bucket)
            .thenComparing(
                each -> each.key().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)
            .thenComparing(Content::sha256);
  }

  /** A policy on a target; the target as text, so that it can be ordered. */
  record Hold(String target, PolicyName policy) {
    static final Comparator<Hold> ORDER =
        Comparator.comparing(Hold::target).thenComparing(Hold::policy);
  }

  /** What a counter counts. */
  record Counter(JobId job, Status status) {
    static final Comparator<Counter> ORDER =
        Comparator.comparing(Counter::job).thenComparing(Counter::status);
  }

  /** A continuous job follows a group. */
  record Follower(JobId job, GroupId group) {
    static final Comparator<Follower> ORDER =
        Comparator.comparing(Follower::job)
            .thenComparing((Follower each) -> each.group().uuid(), BY_BYTES);
  }

  /** Whether a thing is there. */
  record Present(ThingId thing, Connectivity connectivity) {}
}
