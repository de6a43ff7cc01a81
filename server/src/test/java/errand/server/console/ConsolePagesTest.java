package errand.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import errand.server.conformance.support.Await;
import errand.server.conformance.support.KeyFile;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.NpmFolder;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import errand.server.conformance.support.Tools;
import errand.server.console.Browser.Look;
import errand.server.identity.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** The pages in a real browser, on a real server. */
@ExtendWith(SharedServer.class)
final class ConsolePagesTest {
  private static final String HOSTILE = "<img src=x onerror=document.title=1><script>1</script>";

  private static final JsonMapper JSON = JsonMapper.shared();

  private static Path axe = Path.of("");

  private final RunningServer server;
  private final Browser browser = new Browser();

  ConsolePagesTest(RunningServer server) {
    this.server = server;
  }

  @BeforeAll
  static void needsABrowser() {
    Tools.need("node", "npm", "chromium");
    axe = NpmFolder.install("browser").resolve("node_modules/axe-core/axe.min.js");
  }

  @AfterEach
  void nothingWentWrongAndNoRequestLeftTheOrigin() {
    var faults = browser.faults();
    var foreign =
        browser.requests().filter(each -> !each.startsWith(server.doors().httpUrl())).toList();
    browser.close();
    assertThat(faults).isEmpty();
    assertThat(foreign).isEmpty();
  }

  private Page signedIn(Look look) {
    Page page = browser.page(look);
    page.navigate(server.consoleLink());
    page.getByRole(AriaRole.HEADING, named("Jobs")).waitFor();
    return page;
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private void to(Page page, String path) {
    page.navigate(server.doors().httpUrl() + "/console" + path);
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, named(name));
  }

  @Test
  void a_job_made_by_the_form_runs_its_chart_moves_and_it_is_canceled() {
    var things = List.of(server.thing(), server.thing(), server.thing());
    var job = server.freshName("by-form");
    Page page = signedIn(Look.LIGHT);

    page.getByRole(AriaRole.LINK, named("New job")).click();
    page.getByLabel("Job id").fill(job);
    button(page, "Single things").click();
    for (String thing : things) {
      page.locator("#search").fill(thing);
      page.getByLabel(thing, new Page.GetByLabelOptions().setExact(true)).check();
    }
    page.locator("#document").fill("{\"op\": }");
    assertThat(page.locator("#document-state").textContent()).contains("line 1, column 8");
    assertThat(button(page, "Create the job").isDisabled()).isTrue();
    page.locator("#document").fill("{\"op\": \"blink\"}");
    page.getByLabel("Things each minute, at most").fill("2");
    button(page, "Dry run").click();
    assertThat(page.locator("#planned").textContent())
        .contains("3 things", "at most 2 in one minute");
    button(page, "Create the job").click();
    page.getByRole(AriaRole.HEADING, named(job + " in progress")).waitFor();
    page.locator("#waiting").getByText("rate of 2 is used up").waitFor();

    try (var device = MqttProbe.connect(server.doors())) {
      server.awaitQueued(job, things.getFirst());
      device.request(
          "$aws/things/" + things.getFirst() + "/jobs/" + job + "/update",
          "{\"status\":\"SUCCEEDED\"}");
    }
    page.locator("[data-now*='\"SUCCEEDED\":1']").waitFor();
    int points = Integer.parseInt(page.locator("[data-points]").getAttribute("data-points"));
    page.waitForFunction(
        "before => Number(document.querySelector('[data-points]').dataset.points) > before",
        points);

    page.getByRole(AriaRole.BUTTON, named("Why does it wait?")).first().click();
    page.locator(".waiting").getByText("The thing has never connected.").waitFor();

    button(page, "Cancel").click();
    assertThat(page.getByRole(AriaRole.DIALOG).textContent())
        .contains("things that wait for it lose it");
    page.getByLabel("Comment (optional)").fill("enough");
    button(page, "Cancel the job").click();
    page.getByRole(AriaRole.HEADING, named(job + " canceled")).waitFor();
    assertThat(server.operator().describeJob(job).path("comment").asString()).isEqualTo("enough");
  }

  @Test
  void what_failed_is_grouped_and_tried_again_as_a_new_job() {
    var bad = server.thing();
    var good = server.thing();
    var job = server.freshName("failing");
    server.operator().createJob(job, "{}", bad, good);
    end(bad, job, "FAILED", "disk full");
    end(good, job, "SUCCEEDED", "");
    Page page = signedIn(Look.LIGHT);

    to(page, "/jobs/" + job);
    page.locator(".failures").getByText("disk full").waitFor();
    assertThat(page.locator(".failures").textContent()).contains(bad).doesNotContain(good);
    button(page, "Retry failed").click();
    button(page, "Create the job").click();
    page.getByRole(AriaRole.HEADING, named(job + "-retry-1 in progress")).waitFor();

    assertThat(server.operator().describeJob(job + "-retry-1").path("targets").values())
        .extracting(each -> each.asString().replaceAll(".*/", ""))
        .containsExactly(bad);
  }

  private void end(String thing, String job, String status, String why) {
    server.awaitQueued(job, thing);
    try (var device = MqttProbe.connect(server.doors())) {
      var report = JSON.createObjectNode().put("status", status);
      report.putObject("statusDetails").put("why", why);
      device.request("$aws/things/" + thing + "/jobs/" + job + "/update", report.toString());
    }
  }

  @Test
  void names_details_and_documents_of_strangers_are_shown_as_text() {
    var thing = server.thing();
    var job = server.freshName("hostile");
    var more = JSON.createObjectNode().put("description", HOSTILE).toString();
    server
        .operator()
        .createJobWith(more, job, JSON.createArrayNode().add(HOSTILE).toString(), thing);
    end(thing, job, "FAILED", HOSTILE);
    Page page = signedIn(Look.LIGHT);

    to(page, "/jobs/" + job);
    page.locator(".failures").getByText(HOSTILE).waitFor();
    page.locator(".document").getByText(HOSTILE.substring(0, 20)).waitFor();
    assertThat(page.locator("main").textContent()).contains(HOSTILE);
    to(page, "/things/" + thing);
    page.locator(".timeline").getByText(HOSTILE).waitFor();
    try (var device = MqttProbe.connect(server.doors())) {
      var asked = JSON.createObjectNode().put("clientToken", HOSTILE).toString();
      device.request("$aws/things/" + thing + "/jobs/get", asked);
    }
    page.locator(".messages").getByText(HOSTILE).first().waitFor();
    to(page, "/jobs/%3Cimg%20src=x%20onerror=document.title=1%3E");
    page.getByRole(AriaRole.ALERT).waitFor();

    assertThat(page.locator("main img").count()).isZero();
    assertThat(page.title()).isEqualTo("Errand");
  }

  @Test
  void who_may_only_read_sees_no_actions() {
    var key = KeyFile.of(server.data()).add(Role.READ_ONLY);
    var job = server.queuedJob(server.thing());
    try (var visitor = new Visitor(server)) {
      Await.answer(() -> visitor.enterByKey(key).status(), status -> status == 200);
    }
    Page page = browser.page(Look.LIGHT);

    to(page, "/jobs/" + job);
    page.getByLabel("Access key id").fill(key.id());
    page.getByLabel("Secret access key").fill(key.secret());
    button(page, "Sign in").click();
    page.getByRole(AriaRole.HEADING, named(job + " in progress")).waitFor();

    assertThat(page.locator(".actions").count()).isZero();
    to(page, "/jobs");
    page.getByRole(AriaRole.LINK, named(job)).first().waitFor();
    assertThat(page.getByRole(AriaRole.LINK, named("New job")).count()).isZero();
    button(page, "Sign out").click();
    page.getByLabel("Access key id").waitFor();
  }

  @ParameterizedTest
  @EnumSource(Look.class)
  void every_page_is_accessible(Look look) throws IOException {
    var thing = server.thing();
    var job = server.freshName("seen");
    server.operator().createJob(job, "{}", thing);
    end(thing, job, "FAILED", "disk full");
    var rules = Files.readString(axe);
    Page page = signedIn(look);
    for (String path :
        List.of(
            "/jobs",
            "/jobs/" + job,
            "/create",
            "/things",
            "/groups",
            "/things/" + thing,
            "/journal")) {
      to(page, path);
      page.locator("main h1").waitFor();
      page.waitForLoadState();
      page.locator(".card").first().waitFor();

      page.evaluate(rules);
      var found =
          page.evaluate(
              "async () => (await axe.run()).violations"
                  + ".filter(each => ['serious', 'critical'].includes(each.impact))"
                  + ".map(each => each.id + ': ' + each.nodes.map(node => node.html).slice(0, 3))");

      assertThat((List<?>) found).as(path).isEmpty();
      assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .as("fits in width: " + path)
          .isEqualTo(true);
    }
  }
}
