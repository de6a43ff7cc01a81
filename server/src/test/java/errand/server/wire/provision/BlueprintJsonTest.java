package errand.server.wire.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.app.Answer;
import errand.core.provision.Blueprint;
import errand.core.provision.UnresolvedException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlueprintJsonTest {
  private final BlueprintJson reader = new BlueprintJson();

  private static String template(String value) {
    return """
    {"Parameters": {"P": {"Type": "String"}, "D": {"Type": "String", "Default": "d"}},
     "Mappings": {"M": {"a": {"k": "found"}}},
     "Resources": {},
     "DeviceConfiguration": {"value": %s}}
    """
        .formatted(value);
  }

  private Blueprint blueprint(String body) {
    return reader
        .read(body)
        .fold(
            good -> good,
            wrong -> {
              throw new AssertionError(wrong);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"plain ${P}\" | plain ${P}",
        "7 | 7",
        "{\"Ref\": \"P\"} | a",
        "{\"Ref\": \"D\"} | d",
        "{\"Ref\": \"AWS::IoT::Certificate::Id\"} | id",
        "{\"Fn::Join\": [\"-\", [\"x\", {\"Ref\": \"P\"}]]} | x-a",
        "{\"Fn::Join\": [\"\", [\"x\", {\"Fn::Join\": [\"+\", [\"y\", \"z\"]]}]]} | xy+z",
        "{\"Fn::Sub\": \"${P}/${!P}/$P\"} | a/${P}/$P",
        "{\"Fn::Sub\": [\"${P}${Q}\", {\"Q\": {\"Ref\": \"D\"}}]} | ad",
        "{\"Fn::Select\": [\"1\", [\"x\", {\"Ref\": \"P\"}]]} | a",
        "{\"Fn::Select\": [2, {\"Fn::Split\": [\".\", \"x.y.z\"]}]} | z",
        "{\"Fn::FindInMap\": [\"M\", {\"Ref\": \"P\"}, \"k\"]} | found"
      })
  void texts_take_their_parameters_in(String value, String expected) {
    Blueprint blueprint = blueprint(template(value));

    var values =
        blueprint.values(
            Map.of("P", "a", Blueprint.CERTIFICATE_ID, "forged"),
            Map.of(Blueprint.CERTIFICATE_ID, "id"));

    assertThat(blueprint.configuration(values)).containsEntry("value", expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Ref\": \"P\"} | The parameter P is required but not given.",
        "{\"Fn::Select\": [3, [\"x\"]]} | Fn::Select asks for element 3 of 1.",
        "{\"Fn::FindInMap\": [\"M\", \"b\", \"k\"]} | Fn::FindInMap finds nothing under b and k."
      })
  void a_text_that_cannot_be_filled_in_says_why(String value, String why) {
    Blueprint blueprint = blueprint(template(value));

    assertThatThrownBy(() -> blueprint.configuration(blueprint.values(Map.of(), Map.of())))
        .isInstanceOf(UnresolvedException.class)
        .hasMessage(why);
  }

  @Test
  void a_text_cannot_be_blown_up() {
    Blueprint blueprint = blueprint(template("{\"Fn::Sub\": \"${P}${P}\"}"));
    var values = blueprint.values(Map.of("P", "x".repeat(40_000)), Map.of());

    assertThatThrownBy(() -> blueprint.configuration(values))
        .isInstanceOf(UnresolvedException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null",
        "[]",
        "{}",
        "{\"Ref\": 1}",
        "{\"Ref\": \"Undeclared\"}",
        "{\"Fn::Sub\": \"${Undeclared}\"}",
        "{\"Fn::Sub\": [\"x\"]}",
        "{\"Fn::Join\": \"x\"}",
        "{\"Fn::Join\": [\"-\", \"x\"]}",
        "{\"Fn::Join\": [1, []]}",
        "{\"Fn::Select\": [-1, [\"x\"]]}",
        "{\"Fn::Split\": [\",\", \"x\"]}",
        "{\"Fn::Select\": [0, {\"Fn::Split\": [\"\", \"x\"]}]}",
        "{\"Fn::FindInMap\": [\"None\", \"a\", \"k\"]}",
        "{\"Fn::Cidr\": []}",
        "{\"Ref\": \"P\", \"Fn::Sub\": \"x\"}"
      })
  void what_is_not_understood_is_refused(String value) {
    assertThat(reader.read(template(value))).isInstanceOf(Answer.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{\"Resources\": []}",
        "{\"Resources\": {}, \"Resources\": {}}",
        "{\"Resources\": {}, \"Outputs\": {}}",
        "{\"Resources\": {\"x\": {\"Type\": \"AWS::IoT::Thing\", \"Properties\": {}}}}",
        "{\"Resources\": {\"x\": {\"Type\": \"AWS::IoT::Policy\", \"Properties\": {}}}}",
        "{\"Resources\": {\"x\": {\"Type\": \"AWS::IoT::Policy\", \"Properties\": {\"PolicyName\":"
            + " \"a\", \"PolicyDocument\": \"b\"}}}}",
        "{\"Resources\": {\"x\": {\"Type\": \"AWS::IoT::Certificate\", \"Properties\": {}}}}",
        "{\"Resources\": {\"x\": {\"Type\": \"AWS::IoT::Certificate\", \"Properties\":"
            + " {\"CertificateId\": \"a\", \"CertificatePem\": \"b\"}}}}",
        "{\"Resources\": {\"x\": {\"Type\": \"AWS::IoT::Thing\", \"Properties\": {\"ThingName\":"
            + " \"a\"}, \"OverrideSettings\": {\"ThingTypeName\": \"MERGE\"}}}}",
        "{\"Resources\": {}, \"Parameters\": {\"P\": {\"Type\": \"Number\"}}}",
        "{\"Resources\": {}, \"Mappings\": {\"M\": {\"a\": \"x\"}}}"
      })
  void a_body_of_another_shape_is_refused(String body) {
    assertThat(reader.read(body)).isInstanceOf(Answer.Refused.class);
  }
}
