package errand.server.store;

import errand.core.app.PolicyRows;
import errand.core.fleet.GroupId;
import errand.core.fleet.Policy;
import errand.core.fleet.PolicyTarget;
import errand.core.fleet.PolicyVersion;
import errand.core.fleet.ThingId;
import errand.core.name.GroupName;
import errand.core.name.PolicyName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code policies} and the tables around it. */
final class PolicyTable implements PolicyRows {
  /** Behind all names: their characters are all below it. */
  private static final String BEHIND_ALL = "\u007f";

  private final Sql sql;

  PolicyTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<Policy> find(PolicyName name) {
    return sql.on(
            """
            select policy_name, default_version, last_version, created_at, updated_at
            from policies
            where policy_name = :name
            """)
        .text("name", name.text())
        .first(PolicyTable::policy);
  }

  @Override
  public void save(Policy policy) {
    sql.on(
            """
            insert into policies
              (policy_name, default_version, last_version, created_at, updated_at)
            values (:name, :default, :last, :created, :updated)
            on conflict do update set default_version = excluded.default_version,
              last_version = excluded.last_version, updated_at = excluded.updated_at
            """)
        .text("name", policy.name().text())
        .number("default", policy.defaultVersion())
        .number("last", policy.lastVersion())
        .time("created", policy.createdAt())
        .time("updated", policy.updatedAt())
        .update();
  }

  @Override
  public boolean delete(PolicyName name) {
    sql.on(
            """
            delete from policy_versions
            where policy_name = :name
            """)
        .text("name", name.text())
        .update();
    // Attachments of groups that are gone may be left; a new policy of the name must not have them.
    sql.on(
            """
            delete from policy_groups
            where policy_name = :name
            """)
        .text("name", name.text())
        .update();
    int gone =
        sql.on(
                """
                delete from policies
                where policy_name = :name
                """)
            .text("name", name.text())
            .update();
    return gone == 1;
  }

  @Override
  public List<Policy> list(Optional<PolicyName> after, boolean ascending, int limit) {
    String statement =
        ascending
            ? """
              select policy_name, default_version, last_version, created_at, updated_at
              from policies
              where policy_name > :after
              order by policy_name
              limit :limit
              """
            : """
              select policy_name, default_version, last_version, created_at, updated_at
              from policies
              where policy_name < :after
              order by policy_name desc
              limit :limit
              """;
    return sql.on(statement)
        .text("after", after.map(PolicyName::text).orElse(ascending ? "" : BEHIND_ALL))
        .number("limit", limit)
        .list(PolicyTable::policy);
  }

  @Override
  public void insert(PolicyVersion version) {
    sql.on(
            """
            insert into policy_versions (policy_name, number, document, created_at)
            values (:name, :number, :document, :created)
            """)
        .text("name", version.policy().text())
        .number("number", version.number())
        .text("document", version.document())
        .time("created", version.createdAt())
        .update();
  }

  @Override
  public boolean deleteVersion(PolicyName name, int number) {
    int gone =
        sql.on(
                """
                delete from policy_versions
                where policy_name = :name and number = :number
                """)
            .text("name", name.text())
            .number("number", number)
            .update();
    return gone == 1;
  }

  @Override
  public List<PolicyVersion> versions(PolicyName name) {
    return sql.on(
            """
            select policy_name, number, document, created_at
            from policy_versions
            where policy_name = :name
            order by number desc
            """)
        .text("name", name.text())
        .list(
            row ->
                new PolicyVersion(
                    new PolicyName(row.text("policy_name")),
                    row.small("number"),
                    row.text("document"),
                    row.time("created_at")));
  }

  @Override
  public boolean attach(PolicyName name, PolicyTarget target) {
    return switch (target) {
      case PolicyTarget.OfCertificate(String id) ->
          sql.on(
                      """
                      insert into policy_certificates (certificate_id, policy_name)
                      values (:id, :name)
                      on conflict do nothing
                      """)
                  .text("id", id)
                  .text("name", name.text())
                  .update()
              == 1;
      case PolicyTarget.OfGroup(GroupId group) ->
          sql.on(
                      """
                      insert into policy_groups (group_id, policy_name)
                      values (:group, :name)
                      on conflict do nothing
                      """)
                  .id("group", group.uuid())
                  .text("name", name.text())
                  .update()
              == 1;
    };
  }

  @Override
  public boolean detach(PolicyName name, PolicyTarget target) {
    return switch (target) {
      case PolicyTarget.OfCertificate(String id) ->
          sql.on(
                      """
                      delete from policy_certificates
                      where certificate_id = :id and policy_name = :name
                      """)
                  .text("id", id)
                  .text("name", name.text())
                  .update()
              == 1;
      case PolicyTarget.OfGroup(GroupId group) ->
          sql.on(
                      """
                      delete from policy_groups
                      where group_id = :group and policy_name = :name
                      """)
                  .id("group", group.uuid())
                  .text("name", name.text())
                  .update()
              == 1;
    };
  }

  @Override
  public List<PolicyName> attached(PolicyTarget target) {
    return switch (target) {
      case PolicyTarget.OfCertificate(String id) ->
          sql.on(
                  """
                  select policy_name
                  from policy_certificates
                  where certificate_id = :id
                  order by policy_name
                  """)
              .text("id", id)
              .list(PolicyTable::name);
      case PolicyTarget.OfGroup(GroupId group) ->
          sql.on(
                  """
                  select policy_name
                  from policy_groups
                  where group_id = :group
                  order by policy_name
                  """)
              .id("group", group.uuid())
              .list(PolicyTable::name);
    };
  }

  @Override
  public List<Holder> holders(PolicyName name) {
    var holders = new ArrayList<Holder>();
    holders.addAll(
        sql.on(
                """
                select certificate_id
                from policy_certificates
                where policy_name = :name
                order by certificate_id
                """)
            .text("name", name.text())
            .list(row -> new Holder.OfCertificate(row.text("certificate_id"))));
    holders.addAll(
        sql.on(
                """
                select g.group_name
                from policy_groups p
                join group_ancestry g on g.ancestor_id = p.group_id and g.group_id = p.group_id
                where p.policy_name = :name
                order by g.group_name
                """)
            .text("name", name.text())
            .list(row -> new Holder.OfGroup(new GroupName(row.text("group_name")))));
    return holders;
  }

  @Override
  public List<GroupId> groupsOf(ThingId thing) {
    return sql.on(
            """
            select distinct a.ancestor_id
            from memberships m
            join group_ancestry a on a.group_id = m.group_id
            where m.thing_id = :thing
            """)
        .id("thing", thing.uuid())
        .list(row -> new GroupId(row.id("ancestor_id")));
  }

  private static PolicyName name(Row row) {
    return new PolicyName(row.text("policy_name"));
  }

  private static Policy policy(Row row) {
    return new Policy(
        name(row),
        row.small("default_version"),
        row.small("last_version"),
        row.time("created_at"),
        row.time("updated_at"));
  }
}
