package errand.server.console;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import errand.server.conformance.support.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The machine's Chromium without a window, driven by Playwright through the machine's Node. One
 * thread.
 */
final class Browser implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final List<String> faults = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  Browser() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        program("node").toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    chromium =
        playwright
            .chromium()
            .launch(new LaunchOptions().setExecutablePath(program("chromium")).setArgs(FLAGS));
  }

  private static Path program(String name) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  /** How a page is looked at. */
  enum Look {
    LIGHT(1280, 900, ColorScheme.LIGHT),
    DARK(1280, 900, ColorScheme.DARK),
    PHONE(390, 844, ColorScheme.LIGHT);

    private final int width;
    private final int height;
    private final ColorScheme scheme;

    Look(int width, int height, ColorScheme scheme) {
      this.width = width;
      this.height = height;
      this.scheme = scheme;
    }
  }

  /** A fresh visitor's page, without cookies; what it asks for and what goes wrong is kept. */
  Page page(Look look) {
    BrowserContext context =
        chromium.newContext(
            new NewContextOptions()
                .setViewportSize(look.width, look.height)
                .setColorScheme(look.scheme));
    context.setDefaultTimeout((double) Await.PATIENCE.toMillis());
    Page page = context.newPage();
    page.onPageError(faults::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().contains("status of 40")) {
            faults.add(message.text());
          }
        });
    page.onRequest((Request request) -> requests.add(request.url()));
    return page;
  }

  /** Errors of scripts and breaches of the content security policy. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** The addresses that pages asked for. */
  Stream<String> requests() {
    return List.copyOf(requests).stream();
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
