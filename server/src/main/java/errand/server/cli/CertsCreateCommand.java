package errand.server.cli;

import errand.server.wire.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code errand certs create}. */
@Command(
    name = "create",
    description =
        "Make a key here, have the server sign it, attach the certificate to a thing and to a"
            + " policy that lets it use its own jobs. The key never leaves this machine.",
    footer = {
      "",
      "Examples:",
      "  errand certs create pump-1 --data ./dev --out ./certs",
      "      writes pump-1.key.pem, pump-1.cert.pem and ca.pem; registers pump-1 when it is not"
          + " there.",
      "  errand certs create pump-1 pump-2 pump-3 --data ./dev --out ./certs --policy pumps",
      "",
      "Exit codes: 0 fine, 1 the server refused, 3 no server is ready."
    })
final class CertsCreateCommand extends ConnectedCommand {
  @Parameters(arity = "1..*", paramLabel = "THING", description = "The things.")
  private List<String> things = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where the files go (default: the current folder).")
  private Path out = Path.of("");

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "errand-own-jobs",
      description =
          "The policy attached; made when it is not there: connect as the thing, use its job topics"
              + " (default: ${DEFAULT-VALUE}).")
  private String policy = "";

  @Option(names = "--json", description = "Print what was made as JSON, one object a line.")
  private boolean json;

  @Override
  int run(Client client) {
    Path caFile = server().running().orElseThrow().caFile();
    var enrolment = new Enrolment(client, caFile, policy);
    var folder = new CertificateFolder(out);
    enrolment.prepare();
    for (String thing : things) {
      if (client.find("/things/" + Words.encoded(thing)).isEmpty()) {
        client.send("POST", "/things/" + Words.encoded(thing), Json.object());
      }
      var issued = enrolment.certificate(thing);
      folder.write(thing, issued, caFile);
      say(thing, folder, issued);
    }
    return Exit.OK;
  }

  private void say(String thing, CertificateFolder folder, Enrolment.Issued issued) {
    PrintWriter printer = out();
    if (json) {
      printer.println(
          Json.text(
              Json.object()
                  .put("thingName", thing)
                  .put("certificateArn", issued.certificateArn())
                  .put("certificateFile", folder.certificate(thing).toString())
                  .put("keyFile", folder.key(thing).toString())));
    } else {
      printer.println(
          Words.printable(thing)
              + ": "
              + folder.certificate(thing)
              + ", "
              + folder.key(thing).getFileName());
    }
  }
}
