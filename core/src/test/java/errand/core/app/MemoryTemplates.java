package errand.core.app;

import errand.core.job.Template;
import errand.core.name.TemplateId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Job templates in memory. */
record MemoryTemplates(MemoryTx tx) implements TemplateRows {
  @Override
  public Optional<Template> find(TemplateId id) {
    return tx.seen().templates.find(id);
  }

  @Override
  public void insert(Template template) {
    tx.changed().templates.insert(template.id(), template);
  }

  @Override
  public boolean delete(TemplateId id) {
    return tx.changed().templates.remove(id);
  }

  @Override
  public List<Template> list(Optional<Long> belowOrder, int limit) {
    return tx.seen()
        .templates
        .all()
        .filter(each -> belowOrder.isEmpty() || each.order() < belowOrder.get())
        .sorted(Comparator.comparingLong(Template::order).reversed())
        .limit(limit)
        .toList();
  }
}
