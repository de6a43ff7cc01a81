package errand.server.store;

import errand.core.app.TemplateRows;
import errand.core.catalog.Destination;
import errand.core.job.Template;
import errand.core.name.TemplateId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code job_templates}. */
final class TemplateTable implements TemplateRows {
  private static final String SELECT =
      """
      select template_order, template_id, description, document, url, terms, windows, versions,
        created_at
      from job_templates
      """;

  private final Sql sql;
  private final Marks marks;

  TemplateTable(Sql sql, Marks marks) {
    this.sql = sql;
    this.marks = marks;
  }

  @Override
  public Optional<Template> find(TemplateId id) {
    return sql.on(SELECT + "where template_id = :id")
        .text("id", id.text())
        .first(TemplateTable::template);
  }

  @Override
  public void insert(Template template) {
    sql.on(
            """
            insert into job_templates
              (template_order, template_id, description, document, url, terms, windows, versions,
              created_at)
            values
              (:order, :id, :description, :document, :url, :terms, :windows, :versions, :created)
            """)
        .number("order", template.order())
        .text("id", template.id().text())
        .text("description", template.description())
        .text("document", template.document())
        .text("url", template.url())
        .text("terms", Json.write(TermsJson.of(template.terms())))
        .text(
            "windows",
            Json.write(template.windows().stream().map(ScheduleJson.WindowJson::of).toList()))
        .text("versions", Json.write(template.versions().stream().map(Destination::text).toList()))
        .time("created", template.createdAt())
        .update();
    marks.ordered(template.order());
  }

  @Override
  public boolean delete(TemplateId id) {
    return sql.on("delete from job_templates where template_id = :id")
            .text("id", id.text())
            .update()
        == 1;
  }

  @Override
  public List<Template> list(Optional<Long> belowOrder, int limit) {
    return sql.on(
            SELECT
                + """
                where template_order < :below
                order by template_order desc
                limit :limit
                """)
        .number("below", belowOrder.orElse(Long.MAX_VALUE))
        .number("limit", limit)
        .list(TemplateTable::template);
  }

  private static Template template(Row row) {
    return new Template(
        new TemplateId(row.text("template_id")),
        row.text("description"),
        row.text("document"),
        row.textOrNone("url"),
        Json.read(row.text("terms"), TermsJson.class).terms(),
        List.of(Json.read(row.text("windows"), ScheduleJson.WindowJson[].class)).stream()
            .map(ScheduleJson.WindowJson::window)
            .toList(),
        Stream.of(Json.read(row.text("versions"), String[].class))
            .map(text -> Destination.parse(text).orElseThrow())
            .toList(),
        row.time("created_at"),
        row.number("template_order"));
  }
}
