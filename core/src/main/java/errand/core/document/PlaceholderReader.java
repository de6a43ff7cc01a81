package errand.core.document;

import errand.core.artifact.S3Url;
import errand.core.document.Placeholder.Fact;
import errand.core.document.Placeholder.Version;
import errand.core.name.PackageName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what stands between <code>${</code> and its closing brace. */
final class PlaceholderReader {
  static final String AWS = "aws:iot:";
  static final String OURS = "errand:artifact-";

  private static final String CODE_SIGN = "code-sign-signature:";
  private static final String PRESIGNED = "s3-presigned-url";
  private static final Pattern PACKAGE =
      Pattern.compile(
          "package:([^:]*):version:([^:]*):(attributes|attributes:(.+)|artifact-location:s3-presigned-url|artifact:s3-presigned-url)");

  private int uploads;

  /** A placeholder, or why it is none. */
  sealed interface Reading {
    record Good(Placeholder what) implements Reading {}

    record Bad(String why) implements Reading {}
  }

  /** Reads a body that begins with {@link #AWS} or {@link #OURS}. */
  Reading read(String body) {
    if (body.startsWith(OURS)) {
      return fact(body.substring(OURS.length()));
    }
    String rest = body.substring(AWS.length());
    if (rest.startsWith(CODE_SIGN)) {
      return new Reading.Good(new Placeholder.CodeSignature());
    }
    if (rest.startsWith(PRESIGNED)) {
      return presigned(rest.substring(PRESIGNED.length()));
    }
    if (rest.contains("${")) {
      return bad("A placeholder cannot be nested in ${" + body + "}.");
    }
    if (rest.startsWith("parameter:")) {
      return new Reading.Good(new Placeholder.Parameter(rest.substring("parameter:".length())));
    }
    if (rest.startsWith("package:")) {
      return ofPackage(rest);
    }
    return bad("Unknown placeholder ${" + body + "} in the job document.");
  }

  private Reading presigned(String rest) {
    for (String form : List.of("-upload:", "-v2:", "-v1:", ":")) {
      if (rest.startsWith(form)) {
        String url = rest.substring(form.length());
        return switch (form) {
          case "-upload:" -> upload(url);
          case "-v2:" -> nestedIn(url).orElseGet(() -> download(url, S3Url.parseEncoded(url)));
          default -> nestedIn(url).orElseGet(() -> raw(url));
        };
      }
    }
    return bad("Unknown placeholder ${" + AWS + PRESIGNED + rest + "} in the job document.");
  }

  // A code signature may stand for the address; nothing else may stand in a download's.
  private static Optional<Reading> nestedIn(String url) {
    if (!url.contains("${")) {
      return Optional.empty();
    }
    boolean whole =
        url.startsWith("${" + AWS + CODE_SIGN) && url.indexOf("${", 2) < 0 && url.endsWith("}");
    return Optional.of(
        whole
            ? new Reading.Good(new Placeholder.CodeSignature())
            : bad(
                "Only a code-sign-signature can be nested in a presigned URL placeholder, not "
                    + url
                    + "."));
  }

  private static Reading raw(String url) {
    Optional<S3Url> parsed = S3Url.parseRaw(url);
    return parsed.flatMap(S3Url::version).isPresent()
        ? bad("A version can be named in s3-presigned-url-v2 only, not in " + url + ".")
        : download(url, parsed);
  }

  private static Reading download(String text, Optional<S3Url> url) {
    return url.filter(S3Url::whole)
        .<Reading>map(whole -> new Reading.Good(new Placeholder.Download(whole)))
        .orElseGet(() -> bad("The URL " + text + " does not name an object in a bucket."));
  }

  private Reading upload(String text) {
    Optional<S3Url> url = text.isEmpty() ? S3Url.parseRaw("s3://") : S3Url.parseRaw(text);
    if (url.isEmpty() || url.get().version().isPresent()) {
      return bad("The URL " + text + " does not name a place to upload to.");
    }
    Optional<String> problem = Uploads.problem(url.get());
    if (problem.isPresent()) {
      return bad(problem.get());
    }
    boolean named = url.get().bucket().isEmpty() || url.get().bucketName().isPresent();
    return named
        ? new Reading.Good(new Placeholder.Upload(url.get(), uploads++))
        : bad(url.get().bucket() + " is not the name of a bucket.");
  }

  private static Reading fact(String rest) {
    for (Fact.Kind kind : Fact.Kind.values()) {
      String name = kind.name().toLowerCase(java.util.Locale.ROOT) + ":";
      if (rest.startsWith(name)) {
        String url = rest.substring(name.length());
        return S3Url.parseRaw(url)
            .filter(S3Url::whole)
            .<Reading>map(whole -> new Reading.Good(new Fact(kind, whole)))
            .orElseGet(() -> bad("The URL " + url + " does not name an artifact."));
      }
    }
    return bad("Unknown placeholder ${" + OURS + rest + "} in the job document.");
  }

  private static Reading ofPackage(String rest) {
    Matcher form = PACKAGE.matcher(rest);
    if (!form.matches()) {
      return bad("Unknown placeholder ${" + AWS + rest + "} in the job document.");
    }
    String name = form.group(1);
    String version = form.group(2);
    if (name.isEmpty() != version.isEmpty()) {
      return bad(
          "Package name and version must both be given or both be left out in ${"
              + AWS
              + rest
              + "}.");
    }
    if (version.equals("$null")) {
      return bad("$null cannot be used as a version in the job document.");
    }
    if (!name.isEmpty() && PackageName.parse(name).isEmpty()) {
      return bad(name + " is not the name of a package.");
    }
    Version of =
        name.isEmpty()
            ? Version.OF_DESTINATION
            : new Version(Optional.of(name), Optional.of(version));
    if (form.group(4) != null) {
      return new Reading.Good(new Placeholder.Attribute(of, form.group(4)));
    }
    return new Reading.Good(
        form.group(3).equals("attributes")
            ? new Placeholder.Attributes(of)
            : new Placeholder.PackageArtifact(of));
  }

  private static Reading bad(String why) {
    return new Reading.Bad(why);
  }
}
