package errand.core.app;

import errand.core.catalog.Destination;
import errand.core.fleet.Tagged;
import errand.core.job.Job;
import errand.core.job.Template;
import errand.core.job.Terms;
import errand.core.job.TermsChange;
import errand.core.name.JobId;
import errand.core.name.TemplateId;
import errand.core.schedule.Window;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Job templates, for operators. Each call is one transaction. Threads: any. */
public final class Templates {
  private static final Base NOTHING = new Base(Terms.NONE, List.of(), List.of());

  /** What a template is made from, where the request says nothing. */
  private record Base(Terms terms, List<Window> windows, List<Destination> versions) {}

  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Quotas quotas;

  public Templates(Store store, Ids ids, InstantSource clock, Quotas quotas) {
    this.quotas = quotas;
    this.store = store;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A template to be created.
   *
   * @param job copied from, where the rest says nothing
   * @param document JSON text; absent when the job gives it
   * @param url where the document was fetched from, when it was
   * @param windows absent when the job gives them
   * @param tags of the template only; its jobs do not have them
   */
  public record NewTemplate(
      TemplateId id,
      String description,
      Optional<JobId> job,
      Optional<String> document,
      Optional<String> url,
      TermsChange terms,
      Optional<List<Window>> windows,
      Optional<List<Destination>> versions,
      SortedMap<String, String> tags) {
    /** The same with a document that was fetched. */
    public NewTemplate document(String fetched) {
      return new NewTemplate(
          id, description, job, Optional.of(fetched), url, terms, windows, versions, tags);
    }
  }

  /** CreateJobTemplate; an id in use is a conflict even if all is the same (control-plane 2.1). */
  public Answer<Template, ControlRefusal> create(NewTemplate wanted) {
    Instant now = clock.instant();
    return store.transact(
        tx -> {
          if (tx.templates().find(wanted.id()).isPresent()) {
            return Answer.refused(
                new ControlRefusal(
                    ControlRefusal.Why.CONFLICT,
                    "Job Template " + wanted.id() + " already exists.",
                    Optional.of(wanted.id().text())));
          }
          int most = quotas.most(Quota.JOB_TEMPLATES);
          if (tx.totals().templates() >= most) {
            return ControlRefusal.limitExceeded("There can be at most " + most + " job templates.");
          }
          Optional<String> excess = Tags.excess(wanted.tags(), quotas);
          if (excess.isPresent()) {
            return ControlRefusal.limitExceeded(excess.get());
          }
          return wanted
              .job()
              .map(id -> JobsControl.withJob(tx, id, job -> fromJob(tx, wanted, job, now)))
              .orElseGet(() -> insert(tx, wanted, NOTHING, wanted.document(), now));
        });
  }

  private Answer<Template, ControlRefusal> fromJob(
      Tx tx, NewTemplate wanted, Job job, Instant now) {
    Optional<String> document = wanted.document().or(() -> JobsControl.submitted(tx, job.id()));
    var base =
        new Base(
            job.terms(), job.plan().schedule().windows(), job.plan().source().packageVersions());
    return insert(tx, wanted, base, document, now);
  }

  private Answer<Template, ControlRefusal> insert(
      Tx tx, NewTemplate wanted, Base base, Optional<String> document, Instant now) {
    if (document.isEmpty()) {
      return ControlRefusal.invalid("Neither job document nor job document source is specified.");
    }
    var template =
        new Template(
            wanted.id(),
            wanted.description(),
            document.get(),
            wanted.url(),
            wanted.terms().on(base.terms()).description(Optional.empty()),
            wanted.windows().orElse(base.windows()),
            wanted.versions().orElse(base.versions()),
            now,
            ids.nextOrder(now));
    tx.templates().insert(template);
    tx.tags().put(Tagged.template(template.id()), wanted.tags());
    return Answer.given(template);
  }

  public Answer<Template, ControlRefusal> describe(TemplateId id) {
    return store.read(
        tx ->
            tx.templates()
                .find(id)
                .map(Answer::<Template, ControlRefusal>given)
                .orElseGet(() -> none(id)));
  }

  /** Templates, newest first. */
  public Page<Template> list(Optional<Long> belowOrder, int limit) {
    return store.read(tx -> Page.of(tx.templates().list(belowOrder, limit + 1), limit));
  }

  /** DeleteJobTemplate: its jobs stay as they are. */
  public Answer<TemplateId, ControlRefusal> delete(TemplateId id) {
    return store.transact(
        tx -> {
          tx.tags().put(Tagged.template(id), new TreeMap<>());
          return tx.templates().delete(id) ? Answer.given(id) : none(id);
        });
  }

  private static <T> Answer<T, ControlRefusal> none(TemplateId id) {
    return ControlRefusal.notFound("Job Template " + id + " cannot be found.");
  }
}
