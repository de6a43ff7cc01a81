package errand.bench;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a scenario's name from the command line. */
final class ScenarioName implements ITypeConverter<Scenario> {
  @Override
  public Scenario convert(String text) {
    return Arrays.stream(Scenario.values())
        .filter(scenario -> scenario.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is none of %s".formatted(text, Arrays.toString(Scenario.values()))));
  }
}
