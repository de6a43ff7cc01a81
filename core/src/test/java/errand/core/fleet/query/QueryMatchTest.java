package errand.core.fleet.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a query finds: every row asks about {@link SampleThing#PUMP}. */
final class QueryMatchTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*:*",
        "thingName:Pump-17\\:a_B",
        "thingName:pump-17\\:A_b",
        "thingName:\"PUMP-17:a_b\"",
        "thingName:pump*",
        "thingName:*a_b",
        "thingName:*17*",
        "thingName:p*b",
        "thingName:pump-1?\\:a_b",
        "thingName:?ump*",
        "thingName:p???-17*",
        "thingName:*",
        "thingName: pump*",
        "thingId:0190aa00-0000-7000-8000-000000000001",
        "thingTypeName:pump",
        "thingGroupNames:berlin",
        "thingGroupNames:beta-testers",
        "thingGroupNames:be*",
        "thingGroupNames:berlin AND thingGroupNames:beta*",
        "thingGroupNames:(berlin AND beta-testers)",
        "thingGroupNames:(paris OR berlin)",
        "thingGroupNames:(berlin -paris)",
        "thingName:(pump* AND -valve)",
        "attributes.firmware:1.2.10",
        "attributes.firmware:1.2.*",
        "attributes.battery:75",
        "attributes.battery:[75 TO 80]",
        "attributes.battery:[70 TO 75]",
        "attributes.battery:{74 TO 76}",
        "attributes.battery:{70 TO 75]",
        "attributes.battery:[75 TO 80}",
        "attributes.battery:[* TO 75]",
        "attributes.battery:[75 TO *]",
        "attributes.battery:[* TO *]",
        "attributes.battery:[ 75  TO  80 ]",
        "attributes.battery:[9 TO 100]",
        "attributes.battery>74.9",
        "attributes.battery >= 75",
        "attributes.battery<=75",
        "attributes.battery<100",
        "attributes.battery:>74",
        "attributes.battery:<=75",
        "attributes.battery<\"8\"",
        "attributes.offset<-3",
        "attributes.offset:[-4 TO -3]",
        "attributes.offset:-3.50",
        "attributes.serial:[abcd TO abcf]",
        "attributes.serial:[\"abcd\" TO \"abcf\"]",
        "attributes.serial:{ABCD TO ABCF}",
        "attributes.serial>=abce",
        "attributes.site:Hall/4,B#2",
        "attributes.site:\"hall/4,b#2\"",
        "attributes.site:hall*",
        "attributes.a\\:b:x\\=y",
        "attributes.site:*",
        "connectivity.connected:true",
        "connectivity.timestamp>1800000000122",
        "connectivity.timestamp:[1800000000123 TO 1800000000123]",
        "NOT connectivity.disconnectReason:*",
        "shadow.reported.note:oil",
        "shadow.reported.note:\"oil pressure\"",
        "shadow.reported.note:\"LOW  oil pressure\"",
        "shadow.reported.note:(low pressure)",
        "NOT shadow.name.$package.reported.app.version:2",
        "pump",
        "PUMP*",
        "berlin",
        "75",
        "\"oil pressure\"",
        "berlin 75",
        "berlin AND 75",
        "paris OR berlin",
        "NOT paris",
        "-paris",
        "NOT NOT berlin",
        "- -berlin",
        "berlin NOT paris",
        "berlin -paris",
        "(berlin)",
        "((berlin) AND (75 OR 76))",
        "paris AND rome OR berlin",
        "berlin OR paris AND rome",
        "berlin (paris OR 75)",
        "(berlin)(75)",
        "NOT (paris OR rome)",
        "-(paris rome)",
        "NOT attributes.model:legacy",
        "attributes.serial:abce AND attributes.battery<80 NOT attributes.battery>90",
        "and OR berlin",
        "thingTypeName:(NOT valve)",
        "  berlin  ",
      })
  void finds_the_pump(String query) {
    assertThat(parsed(query).matches(SampleThing.PUMP)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOT *",
        "thingName:pump",
        "thingName:ump*",
        "thingName:pump-17?",
        "thingName:pump-17\\*",
        "thingName:\"pump*\"",
        "thingId:0190aa00",
        "thingTypeName:pum",
        "thingGroupNames:paris",
        "thingGroupNames:(berlin AND paris)",
        "attributes.firmware:1.2",
        "attributes.Firmware:1.2.10",
        "attributes.firmware>1",
        "attributes.battery:75.0",
        "attributes.battery:{75 TO 80]",
        "attributes.battery:[70 TO 75}",
        "attributes.battery:[80 TO 70]",
        "attributes.battery>75",
        "attributes.battery<75",
        "attributes.battery<\"7\"",
        "attributes.battery:[9 TO a]",
        "attributes.serial>abce",
        "attributes.serial:[1 TO 9]",
        "attributes.nothing:*",
        "attributes.nothing:[* TO *]",
        "attributes.nothing<5",
        "connectivity.connected:false",
        "connectivity.disconnectReason:*",
        "shadow.reported.note:\"pressure oil\"",
        "shadow.reported.note:\"oil press\"",
        "shadow.name.$package.reported.app.version:2",
        "deviceDefender.violationCount>0",
        "true",
        "1800000000123",
        "paris",
        "berlin AND paris",
        "berlin paris",
        "NOT berlin",
        "-berlin",
        "75 -berlin",
        "paris OR rome",
        "rome AND (paris OR berlin)",
        "NOT (paris OR berlin)",
        "thingGroupNames:(-berlin)",
      })
  void does_not_find_the_pump(String query) {
    assertThat(parsed(query).matches(SampleThing.PUMP)).isFalse();
  }

  private static Query parsed(String query) {
    return switch (Query.parse(query, QueryLimits.SEARCH)) {
      case QueryParse.Ok(var found) -> found;
      case QueryParse.Malformed(_, var message) -> fail(message);
    };
  }
}
