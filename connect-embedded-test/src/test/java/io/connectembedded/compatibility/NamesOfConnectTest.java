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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.internal.plugin.isolation.PluginLoaders;
import io.connectembedded.internal.plugin.isolation.PluginLocation;
import io.connectembedded.internal.sink.SinkTaskParts;
import io.connectembedded.offset.OffsetStore;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What core has under Connect's own names: no more than the table says, each with Connect's own signatures. */
class NamesOfConnectTest {

    private static final String CONNECT = "org.apache.kafka.connect.";
    private static final String RUNTIME = CONNECT + "runtime.";

    private final Path module = classes(NamesOfConnectTest.class).getParent().getParent();
    private final List<Path> stock = jars(module.resolve("target/stock"));

    private static Path classes(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Set<String> rows(String state) throws IOException {
        return CompatibilityDoc.read(module.getParent()).tables().get("Names of Connect's runtime").stream()
                .filter(row -> row.state().equals(state))
                .map(CompatibilityDoc.Row::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> namesIn(Path folder) throws IOException {
        Path org = folder.resolve("org");
        try (Stream<Path> files = Files.walk(org)) {
            return files.map(file -> folder.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
                    .map(file -> file.replace(".class", "").replace('/', '.').replace('\\', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> ours() throws IOException {
        Path core = classes(SinkTaskParts.class);
        if (Files.isDirectory(core)) {
            return namesIn(core);
        }
        try (FileSystem jar = FileSystems.newFileSystem(core)) {
            return namesIn(jar.getPath("/"));
        }
    }

    private static boolean isPublic(String name) {
        try {
            return Modifier.isPublic(Class.forName(name).getModifiers());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void core_has_the_names_that_the_table_honours_and_no_other() throws Exception {
        Set<String> ours = ours();
        assertThat(ours).filteredOn(NamesOfConnectTest::isPublic).containsExactlyElementsOf(rows("honoured"));
        assertThat(ours)
                .as("what else plug-ins could meet")
                .filteredOn(name -> !isPublic(name))
                .containsExactly(
                        CONNECT + "connector.policy.NamedOverridePolicy", CONNECT + "converters.SerdeConverter");
        assertThat(rows("differs")).isNotEmpty().noneMatch(ours::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"InternalSinkRecord", "errors.ProcessingContext", "errors.Stage"})
    void what_plug_ins_can_call_is_what_connect_has(String name) throws Exception {
        try (URLClassLoader connect = onlyConnect()) {
            assertThat(callable(Class.forName(RUNTIME + name))).isEqualTo(callable(connect.loadClass(RUNTIME + name)));
        }
    }

    @Test
    void contexts_link_with_the_constructor_connect_has() throws Exception {
        try (URLClassLoader connect = onlyConnect()) {
            Constructor<?>[] there =
                    connect.loadClass(RUNTIME + "WorkerSinkTaskContext").getDeclaredConstructors();
            // Their types are nobody's here, so reflection cannot list ours.
            assertThat(there).hasSize(1);
            assertThat(Modifier.isPublic(there[0].getModifiers())).isTrue();
            assertThat(Arrays.stream(there[0].getParameterTypes()).map(Class::getName))
                    .containsExactly(
                            "org.apache.kafka.clients.consumer.Consumer",
                            RUNTIME + "WorkerSinkTask",
                            CONNECT + "storage.ClusterConfigState");
        }
        assertThatThrownBy(() -> Class.forName(CONNECT + "storage.ClusterConfigState"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    private URLClassLoader onlyConnect() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : stock) {
            urls.add(jar.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    private static Set<String> callable(Class<?> type) {
        return Stream.concat(Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredConstructors()))
                .map(Executable.class::cast)
                .filter(each -> Modifier.isPublic(each.getModifiers()) || Modifier.isProtected(each.getModifiers()))
                .map(Executable::toGenericString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void a_plug_in_that_brings_connects_runtime_has_ours_and_the_rest_of_its_own() throws Exception {
        PluginLocation folder = new PluginLocation(module.resolve("target/stock"), stock);
        try (PluginLoaders loaders = new PluginLoaders(NamesOfConnectTest.class.getClassLoader())) {
            ClassLoader plugin = loaders.of(folder);

            assertThat(plugin.loadClass(RUNTIME + "InternalSinkRecord")).isSameAs(InternalSinkRecord.class);
            assertThat(plugin.loadClass(RUNTIME + "ConnectorConfig").getClassLoader())
                    .isSameAs(plugin);
            assertThat(plugin.loadClass(CONNECT + "storage.ClusterConfigState").getClassLoader())
                    .isSameAs(plugin);
            assertThat(definedKeys(plugin)).contains("connector.class", "transforms");

            // Its own class, in a package that is ours too, at work on ours.
            ProcessingContext<?> context = new ProcessingContext<>(new ConsumerRecord<>("t", 0, 7, null, null));
            assertThat(converted(plugin, context)).isEqualTo("converted");
            assertThat(context.stage()).isEqualTo(Stage.VALUE_CONVERTER);
            assertThat(context.executingClass()).isEqualTo(String.class);
            assertThat(context.failed()).isFalse();
        }
    }

    private static Set<String> definedKeys(ClassLoader plugin) throws ReflectiveOperationException {
        Object definition = plugin.loadClass(RUNTIME + "ConnectorConfig")
                .getMethod("configDef")
                .invoke(null);
        return ((org.apache.kafka.common.config.ConfigDef) definition).names();
    }

    private static Object converted(ClassLoader plugin, ProcessingContext<?> context)
            throws ReflectiveOperationException {
        Class<?> tolerance = plugin.loadClass(RUNTIME + "errors.ToleranceType");
        Class<?> operation = plugin.loadClass(RUNTIME + "errors.Operation");
        Class<?> retries = plugin.loadClass(RUNTIME + "errors.RetryWithToleranceOperator");
        Object all = tolerance.getField("ALL").get(null);
        Object operator = retries.getConstructor(
                        long.class,
                        long.class,
                        tolerance,
                        Time.class,
                        plugin.loadClass(RUNTIME + "errors.ErrorHandlingMetrics"))
                .newInstance(0, 0, all, Time.SYSTEM, null);
        Callable<String> step = () -> "converted";
        Object stepOfTheirs = java.lang.reflect.Proxy.newProxyInstance(
                plugin, new Class<?>[] {operation}, (proxy, method, args) -> step.call());
        return retries.getMethod("execute", ProcessingContext.class, operation, Stage.class, Class.class)
                .invoke(operator, context, stepOfTheirs, Stage.VALUE_CONVERTER, String.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ByteArray", "Boolean", "Double", "Float", "Integer", "Long", "Short"})
    void a_converter_is_found_by_its_name_and_its_alias(String kind) {
        accepted(Map.of("key.converter", kind, "value.converter", kind));
        for (String name : List.of(CONNECT + "converters." + kind + "Converter", kind + "Converter")) {
            accepted(Map.of("key.converter", name, "value.converter", name, "header.converter", name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"All", "None", "Principal", "Allowlist"})
    void an_override_policy_is_found_by_its_name_and_its_alias(String kind) {
        String simple = kind + "ConnectorClientConfigOverridePolicy";
        for (String name : List.of(CONNECT + "connector.policy." + simple, simple, kind)) {
            accepted(Map.of(
                    "key.converter", "String",
                    "value.converter", "String",
                    "connector.client.config.override.policy", name));
        }
    }

    private static void accepted(Map<String, String> properties) {
        ConnectWorker.builder()
                .bootstrapServers("nobody:1")
                .offsetStore(OffsetStore.memory())
                .properties(properties)
                .build()
                .close();
    }
}
