package errand.core.app;

import errand.core.job.Template;
import errand.core.name.TemplateId;
import java.util.List;
import java.util.Optional;

/** Job templates. */
public interface TemplateRows {
  Optional<Template> find(TemplateId id);

  /** Adds one whose id is free; throws IllegalStateException when it is not. */
  void insert(Template template);

  /** Takes one away; false when it was not there. */
  boolean delete(TemplateId id);

  /** Newest first, below an order when one is given, at most {@code limit}. */
  List<Template> list(Optional<Long> belowOrder, int limit);
}
