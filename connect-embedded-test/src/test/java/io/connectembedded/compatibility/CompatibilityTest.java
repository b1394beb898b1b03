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
package io.connectembedded.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.compatibility.CompatibilityDoc.Row;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.config.keys.ConnectorKeys;
import io.connectembedded.status.ConnectorType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Keeps docs/compatibility.md true. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompatibilityTest {

    private static final String INTERFACES = "Interfaces";
    private static final String TRAPS = "Traps and defects";
    private static final String OF_ALL_CLIENTS = "WorkerSettingsTest.a_setting_of_all_clients_reaches_each_of_them";
    private static final Map<String, Set<String>> TABLES = Map.of(
            "Connector settings", Set.of("connector", "source", "sink"),
            "Worker settings", Set.of("standalone", "distributed"));

    private static final Map<String, Supplier<ConfigDef>> DEFINITIONS = Map.of(
            "connector", () -> ConnectorKeys.definition(ConnectorType.UNKNOWN),
            "source", () -> ConnectorKeys.definition(ConnectorType.SOURCE),
            "sink", () -> ConnectorKeys.definition(ConnectorType.SINK),
            "standalone", WorkerConfig::definition,
            "distributed", WorkerConfig::definition);

    private final Path root = root();
    private List<StockProcess.Key> stock;
    private CompatibilityDoc doc;

    @BeforeAll
    void read() throws Exception {
        stock = StockProcess.keys(root.resolve("connect-embedded-test"));
        doc = CompatibilityDoc.read(root);
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("docs/compatibility.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private List<String> names(String table) {
        return doc.tables().getOrDefault(table, List.of()).stream()
                .map(Row::name)
                .toList();
    }

    @Test
    void every_method_of_connects_interfaces_has_one_row_and_none_else_has() {
        assertThat(names(INTERFACES)).containsExactlyInAnyOrderElementsOf(SpiMethods.all());
    }

    @Test
    void every_setting_of_stock_connect_has_one_row_and_none_else_has() {
        TABLES.forEach((table, sets) -> assertThat(names(table))
                .as(table)
                .containsExactlyInAnyOrderElementsOf(stock.stream()
                        .filter(key -> sets.contains(key.set()))
                        .map(StockProcess.Key::name)
                        .collect(Collectors.toCollection(TreeSet::new))));
    }

    @Test
    void every_trap_and_defect_has_a_row() {
        Stream<String> traps = IntStream.rangeClosed(1, 20).mapToObj(number -> "trap " + number);
        assertThat(names(TRAPS)).doesNotHaveDuplicates().containsAll(traps.toList());
        assertThat(names(TRAPS)).filteredOn(name -> name.startsWith("defect: ")).hasSizeGreaterThanOrEqualTo(13);
    }

    /** One test has a case for each of them; a row may not lean on it without. */
    @Test
    void every_setting_of_all_clients_is_a_case_of_its_test() throws IOException {
        Properties cases = new Properties();
        try (InputStream file =
                CompatibilityTest.class.getResourceAsStream("/io/connectembedded/settings-of-all-clients.properties")) {
            cases.load(file);
        }
        assertThat(doc.tables().get("Worker settings"))
                .filteredOn(row -> row.why().contains(OF_ALL_CLIENTS))
                .extracting(Row::name)
                .containsExactlyInAnyOrderElementsOf(cases.stringPropertyNames());
    }

    @Test
    void every_row_is_honoured_by_a_test_that_exists_or_says_why_not() throws Exception {
        Set<String> tests = Set.copyOf(CompatibilityDoc.tests(root));

        assertThat(doc.tables().values())
                .allSatisfy(rows -> assertThat(rows).allSatisfy(row -> {
                    assertThat(CompatibilityDoc.STATES).contains(row.state());
                    assertThat(row.why()).isNotBlank();
                    if (row.state().equals("honoured")) {
                        assertThat(tests).contains(row.why().replace("`", ""));
                    }
                }));
    }

    @Test
    void type_default_and_importance_of_every_key_we_define_are_connects_or_the_row_says_why_not() {
        TABLES.forEach((table, sets) -> {
            Map<String, String> differing = new TreeMap<>();
            for (StockProcess.Key key : stock) {
                ConfigKey own = sets.contains(key.set())
                        ? DEFINITIONS.get(key.set()).get().configKeys().get(key.name())
                        : null;
                if (own != null && !differences(key, own).isEmpty()) {
                    differing.put(key.name(), String.join(", ", differences(key, own)));
                }
            }
            assertThat(names(table + " defined otherwise"))
                    .as(differing.toString())
                    .isEqualTo(List.copyOf(differing.keySet()));
        });
    }

    private static List<String> differences(StockProcess.Key stock, ConfigKey own) {
        String byDefault = own.hasDefault() ? String.valueOf(own.defaultValue) : "required";
        List<String> differences = new ArrayList<>();
        if (!stock.type().equals(own.type.name())) {
            differences.add("type " + stock.type() + " here " + own.type);
        }
        if (!stock.byDefault().replace("class ", "").equals(byDefault.replace("class ", ""))) {
            differences.add("default " + stock.byDefault() + " here " + byDefault);
        }
        if (!stock.importance().equals(own.importance.name())) {
            differences.add("importance " + stock.importance() + " here " + own.importance);
        }
        return differences;
    }
}
