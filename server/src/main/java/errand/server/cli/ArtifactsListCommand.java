package errand.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code errand artifacts list}. */
@Command(
    name = "list",
    description = "List buckets, or the files in one: when it was stored, bytes, name.",
    footer = {
      "",
      "Examples:",
      "  errand artifacts list --data ./dev",
      "  errand artifacts list --data ./dev firmware/image-"
    })
final class ArtifactsListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "BUCKET[/PREFIX]",
      description = "What to list; the buckets when not given.")
  private Optional<String> place = Optional.empty();

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() throws IOException {
    Optional<ArtifactPlace> wanted = place.map(ArtifactPlace::parse);
    Optional<ArtifactClient> ready = server.connectToArtifacts();
    if (ready.isEmpty()) {
      spec.commandLine().getErr().println(server.notReady());
      return Exit.NOT_RUNNING;
    }
    PrintWriter out = spec.commandLine().getOut();
    try (ArtifactClient client = ready.get()) {
      if (wanted.isPresent()) {
        list(client, wanted.get(), out);
      } else {
        for (var each : page(client, "/", "Bucket").elements()) {
          out.println(each.get("CreationDate") + "  " + each.get("Name"));
        }
      }
    }
    out.flush();
    return Exit.OK;
  }

  private static void list(ArtifactClient client, ArtifactPlace place, PrintWriter out)
      throws IOException {
    String token = "";
    do {
      String path =
          place.bucketPath()
              + "?list-type=2&prefix="
              + ArtifactPlace.encoded(place.key())
              + (token.isEmpty() ? "" : "&continuation-token=" + ArtifactPlace.encoded(token));
      Page page = page(client, path, "Contents");
      for (var each : page.elements()) {
        out.printf(
            "%s  %12s  s3://%s/%s%n",
            each.get("LastModified"), each.get("Size"), place.bucket(), each.get("Key"));
      }
      token = page.next();
    } while (!token.isEmpty());
  }

  private record Page(List<Map<String, String>> elements, String next) {}

  private static Page page(ArtifactClient client, String path, String element) throws IOException {
    var answer = client.send("GET", path, Map.of());
    ArtifactClient.require(answer, "Listing " + path);
    try (InputStream body = answer.body()) {
      var factory = XMLInputFactory.newFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_COALESCING, true);
      return page(factory.createXMLStreamReader(body), element);
    } catch (XMLStreamException failure) {
      throw new Client.RefusedException("The list could not be read: " + failure.getMessage());
    }
  }

  private static Page page(XMLStreamReader reader, String element) throws XMLStreamException {
    var elements = new ArrayList<Map<String, String>>();
    String next = "";
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamConstants.START_ELEMENT) {
        if (reader.getLocalName().equals(element)) {
          elements.add(members(reader));
        } else if (reader.getLocalName().equals("NextContinuationToken")) {
          next = reader.getElementText();
        }
      }
    }
    return new Page(elements, next);
  }

  private static Map<String, String> members(XMLStreamReader reader) throws XMLStreamException {
    var members = new HashMap<String, String>();
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      members.put(reader.getLocalName(), reader.getElementText());
    }
    return members;
  }
}
