package errand.server.wire.control;

import errand.core.app.Answer;
import errand.core.app.ControlRefusal;
import errand.core.app.Templates;
import errand.core.catalog.Destination;
import errand.core.document.ManagedTemplate;
import errand.core.job.Template;
import errand.core.job.Terms;
import errand.core.name.TemplateId;
import errand.core.schedule.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a job takes over from the template it names. A custom template's description stays with the
 * template, a managed one's goes along. Source: control-plane 2.2.
 *
 * @param document JSON text, parameters filled in
 * @param submitted the document before that, when it has parameters
 */
record TemplateBase(
    Optional<String> document,
    Optional<String> submitted,
    Terms terms,
    List<Window> windows,
    List<Destination> versions) {
  static final TemplateBase NONE =
      new TemplateBase(Optional.empty(), Optional.empty(), Terms.NONE, List.of(), List.of());

  TemplateBase {
    windows = List.copyOf(windows);
    versions = List.copyOf(versions);
  }

  /** Finds what an ARN names; parameters are for managed templates only. */
  static Answer<TemplateBase, ControlRefusal> find(
      Optional<String> arn, Map<String, String> parameters, Arns arns, Templates templates) {
    if (arn.isEmpty()) {
      return parameters.isEmpty() ? Answer.given(NONE) : parametersNotAllowed();
    }
    Optional<String> managed = arns.managedTemplateName(arn.get());
    if (managed.isPresent()) {
      return ofManaged(managed.get(), parameters);
    }
    return ofCustom(arn.get(), parameters, arns, templates);
  }

  private static Answer<TemplateBase, ControlRefusal> ofManaged(
      String name, Map<String, String> parameters) {
    Optional<ManagedTemplate> found = ManagedTemplate.named(name);
    if (found.isEmpty()) {
      return refused(
          ControlRefusal.Why.NOT_FOUND, "Managed Job Template " + name + " cannot be found.");
    }
    ManagedTemplate template = found.get();
    Optional<String> problem = template.problem(parameters);
    return problem.isPresent()
        ? refused(ControlRefusal.Why.INVALID, problem.get())
        : Answer.given(
            new TemplateBase(
                Optional.of(template.filled(parameters)),
                Optional.of(template.document()),
                Terms.NONE.description(Optional.of(template.description())),
                List.of(),
                List.of()));
  }

  private static Answer<TemplateBase, ControlRefusal> ofCustom(
      String arn, Map<String, String> parameters, Arns arns, Templates templates) {
    if (!parameters.isEmpty()) {
      return parametersNotAllowed();
    }
    Optional<TemplateId> id = arns.templateId(arn);
    return id.isEmpty()
        ? refused(ControlRefusal.Why.INVALID, arns.notATemplate(arn))
        : templates.describe(id.get()).fold(found -> Answer.given(of(found)), Answer::refused);
  }

  private static TemplateBase of(Template template) {
    return new TemplateBase(
        Optional.of(template.document()),
        Optional.empty(),
        template.terms(),
        template.windows(),
        template.versions());
  }

  private static Answer<TemplateBase, ControlRefusal> parametersNotAllowed() {
    return refused(
        ControlRefusal.Why.INVALID,
        "DocumentParameters can only be used with a managed job template.");
  }

  private static Answer<TemplateBase, ControlRefusal> refused(
      ControlRefusal.Why why, String message) {
    return Answer.refused(new ControlRefusal(why, message));
  }
}
