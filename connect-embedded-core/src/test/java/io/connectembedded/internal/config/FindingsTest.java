/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.connectembedded.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ValidationReport;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private static final String SECRET = "hunter22";

    @Test
    void what_a_plugin_recommends_and_what_is_advised_shows_no_secret() {
        ConnectorSpec spec = ConnectorSpec.of("c", Map.of("pass", SECRET, "url", "x"));
        Findings findings = new Findings(spec, spec.config());
        findings.add(
                new ConfigDef()
                        .define("pass", ConfigDef.Type.PASSWORD, ConfigDef.Importance.HIGH, "")
                        .define("url", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, ""),
                List.of(new ConfigValue("url", "x", List.of(5, "db://me:" + SECRET), List.of())));
        findings.error("url", "Wrong", "Write db://me:" + SECRET);
        ValidationReport report = findings.report(new Problems());

        assertThat(report.entries().get(1).value().recommendedValues()).containsExactly(5, "db://me:[hidden]");
        assertThat(report.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy()).isEqualTo("Write db://me:[hidden]"));
    }
}
