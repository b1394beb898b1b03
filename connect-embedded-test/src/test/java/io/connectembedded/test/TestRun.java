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
package io.connectembedded.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Test classes run in a Jupiter engine of their own, and what came of them. */
record TestRun(EngineExecutionResults results) {

    static TestRun of(Class<?>... classes) {
        return of(Map.of(), classes);
    }

    static TestRun of(Map<String, String> parameters, Class<?>... classes) {
        return new TestRun(EngineTestKit.engine("junit-jupiter")
                .selectors(Arrays.stream(classes).map(type -> selectClass(type)).toArray(DiscoverySelector[]::new))
                .configurationParameters(parameters)
                .execute());
    }

    TestRun passed(int tests) {
        assertThat(failures()).isEmpty();
        results.testEvents()
                .assertStatistics(
                        counts -> counts.started(tests).succeeded(tests).failed(0));
        return this;
    }

    TestRun failed(int tests) {
        results.testEvents().assertStatistics(counts -> counts.started(tests).failed(tests));
        return this;
    }

    List<Throwable> thrown() {
        return results.allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .toList();
    }

    List<String> failures() {
        return thrown().stream().map(Throwable::toString).toList();
    }

    List<String> reported(String key) {
        return reports().flatMap(entry -> Stream.ofNullable(entry.get(key))).toList();
    }

    Stream<Map<String, String>> reports() {
        return results.allEvents().reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs());
    }
}
