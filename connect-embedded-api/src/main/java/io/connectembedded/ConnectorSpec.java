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
package io.connectembedded;

import io.connectembedded.inapp.InAppSink;
import io.connectembedded.inapp.RecordFunction;
import io.connectembedded.inapp.SinkHandler;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.TargetState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One connector to run. Immutable: each method gives a changed copy. Typed methods and {@link #with} are two
 * spellings of one map in Connect's own keys, and the last writer of a key wins. Whether values make sense is
 * checked by the worker, which reports all problems together.
 */
public final class ConnectorSpec {
    static final String INTERRUPT_AFTER = "task.shutdown.interrupt.after.ms";
    private static final String CONNECTOR_CLASS = "connector.class";
    private static final String IN_APP_SINK = "InAppSink";
    private static final AliasText TRANSFORMS = new AliasText("transforms");
    private static final AliasText PREDICATES = new AliasText("predicates");

    private final SpecMap map;
    private final Beside beside;

    private ConnectorSpec(SpecMap map, Beside beside) {
        this.map = map;
        this.beside = beside;
    }

    /** What is no part of Connect's configuration map; null: the worker's. */
    private record Beside(
            TargetState target,
            @Nullable RestartPolicy restart,
            @Nullable OffsetStore offsets) {}

    /**
     * A source connector by its class.
     *
     * @param name the connector's name
     * @param connector its class
     */
    public static ConnectorSpec source(String name, Class<? extends SourceConnector> connector) {
        return ofClass(name, Objects.requireNonNull(connector, "connector").getName());
    }

    /**
     * A source connector by the name of its class.
     *
     * @param name the connector's name
     * @param classOrAlias a class name, or Connect's alias for it: the simple name, with or without its suffix
     */
    public static ConnectorSpec source(String name, String classOrAlias) {
        return ofClass(name, Objects.requireNonNull(classOrAlias, "classOrAlias"));
    }

    /** A sink connector by its class; else as {@link #source(String, Class)}. */
    public static ConnectorSpec sink(String name, Class<? extends SinkConnector> connector) {
        return ofClass(name, Objects.requireNonNull(connector, "connector").getName());
    }

    /** A sink connector by the name of its class; else as {@link #source(String, String)}. */
    public static ConnectorSpec sink(String name, String classOrAlias) {
        return ofClass(name, Objects.requireNonNull(classOrAlias, "classOrAlias"));
    }

    /**
     * A sink that hands each record to a function.
     *
     * @param name the connector's name
     * @param handler called on task threads, see {@link SinkHandler}
     */
    public static ConnectorSpec sink(String name, SinkHandler<SinkRecord> handler) {
        Objects.requireNonNull(handler, "handler");
        return ofClass(name, IN_APP_SINK).withObject("handler", handler);
    }

    /**
     * A sink made of a function that is given typed values.
     *
     * @param name the connector's name
     * @param sink what is called, on task threads
     */
    public static ConnectorSpec sink(String name, InAppSink<?> sink) {
        Objects.requireNonNull(sink, "sink");
        return ofClass(name, IN_APP_SINK).withObject("handler", sink);
    }

    /**
     * Any connector from Connect's configuration map.
     *
     * @param name the connector's name
     * @param config values as for {@link #with}; its {@code name}, if any, must be the same
     * @throws IllegalArgumentException when it has another {@code name}, or a value of a type {@link #with} refuses
     */
    public static ConnectorSpec of(String name, Map<String, ?> config) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(config, "config");
        return new ConnectorSpec(SpecMap.named(name), new Beside(TargetState.STARTED, null, null)).withAll(config);
    }

    /**
     * A connector from a file as Connect's standalone worker takes it: {@code .properties} with a {@code name}, or
     * {@code .json} in either shape of KIP-980, {@code {"name": …, "config": {…}, "initial_state": …}} or one flat
     * object with a {@code name}.
     *
     * @param file the file; a properties file is read as ISO 8859-1, a JSON file as UTF-8
     * @throws io.connectembedded.error.InvalidConfigException when it cannot be read or used, naming the file
     */
    public static ConnectorSpec load(Path file) {
        return ConnectorFile.read(Objects.requireNonNull(file, "file"));
    }

    private static ConnectorSpec ofClass(String name, String connectorClass) {
        return of(name, Map.of(CONNECTOR_CLASS, connectorClass));
    }

    /**
     * Sets one option under its key in Connect.
     *
     * @param key the key
     * @param value a string, number, boolean, enum (its constant's name), class (its name),
     *     {@link java.time.Duration} (in milliseconds), {@link Path}, or a collection of these (comma separated)
     * @throws IllegalArgumentException when the value is of another type, when an element of a collection holds a
     *     comma, and when {@code name} would change
     */
    public ConnectorSpec with(String key, Object value) {
        return withAll(Collections.singletonMap(key, value));
    }

    /**
     * Sets several options, as {@link #with} does for each.
     *
     * @param config keys and values
     * @throws IllegalArgumentException as for {@link #with}
     */
    public ConnectorSpec withAll(Map<String, ?> config) {
        return new ConnectorSpec(map.withAll(config), beside);
    }

    /**
     * Removes one option, so that its default holds again. Nothing happens when it is not set.
     *
     * @param key the key
     * @throws IllegalArgumentException when the key is {@code name}
     */
    public ConnectorSpec without(String key) {
        Objects.requireNonNull(key, "key");
        map.refuseName(key);
        return without(key::equals);
    }

    private ConnectorSpec without(java.util.function.Predicate<String> isGone) {
        return new ConnectorSpec(map.without(isGone), beside);
    }

    private ConnectorSpec member(AliasText list, String alias, Map<String, ?> options) {
        return without(key -> list.isOf(alias, key))
                .withAll(list.entered(map.texts(), alias))
                .withAll(options);
    }

    /** The largest number of tasks, {@code tasks.max}, at least 1. Default 1. */
    public ConnectorSpec tasks(int max) {
        return with("tasks.max", max);
    }

    /** The names of the topics a sink reads, {@code topics}. */
    public ConnectorSpec topics(String... topics) {
        return with("topics", Arrays.asList(Objects.requireNonNull(topics, "topics")));
    }

    /**
     * The topics a sink reads, as a pattern, {@code topics.regex}; instead of {@link #topics}.
     *
     * @param regex a Java regular expression for whole names
     */
    public ConnectorSpec topicsMatching(String regex) {
        return with("topics.regex", Objects.requireNonNull(regex, "regex"));
    }

    /**
     * The converter of record keys. Default: the worker's. It is used as it is, by several tasks at once, neither
     * configured nor closed; for one instance per task use {@link #with} and {@code key.converter}.
     *
     * @param converter configured and thread-safe
     */
    public ConnectorSpec keyConverter(Converter converter) {
        return withObject("key.converter", Objects.requireNonNull(converter, "converter"));
    }

    /**
     * The converter of record values; as {@link #keyConverter}, key {@code value.converter}.
     */
    public ConnectorSpec valueConverter(Converter converter) {
        return withObject("value.converter", Objects.requireNonNull(converter, "converter"));
    }

    /**
     * The converter of record headers; as {@link #keyConverter}, key {@code header.converter}.
     */
    public ConnectorSpec headerConverter(HeaderConverter converter) {
        return withObject("header.converter", Objects.requireNonNull(converter, "converter"));
    }

    /**
     * Appends a function of the host to the transform chain, {@code transforms}. An alias given again keeps its place.
     *
     * @param alias its name in the chain; empty or with a comma: {@link IllegalArgumentException}
     * @param function sees source records before they are converted, sink records after that
     */
    public ConnectorSpec transform(String alias, RecordFunction function) {
        Objects.requireNonNull(function, "function");
        return member(TRANSFORMS, alias, Map.of()).withObject(TRANSFORMS.key(alias, "type"), function);
    }

    /**
     * Appends a transform (SMT, KIP-66) to the chain, {@code transforms.<alias>.type}. An alias given again keeps its
     * place and loses its options.
     *
     * @param alias its name in the chain; empty or with a comma: {@link IllegalArgumentException}
     * @param type its class, such as {@code MaskField.Value.class}
     * @param options as for {@link #withAll}, without prefix; {@code predicate}, {@code negate} among them (KIP-585)
     */
    @SuppressWarnings("rawtypes") // Class<? extends Transformation<?>> would refuse MaskField.Value.class
    public ConnectorSpec transform(String alias, Class<? extends Transformation> type, Map<String, ?> options) {
        return member(TRANSFORMS, alias, TRANSFORMS.options(alias, type, options));
    }

    /**
     * Defines a predicate for transforms (KIP-585), {@code predicates.<alias>.type}; else as {@link #transform}.
     *
     * @param alias its name, for the option {@code predicate} of transforms
     * @param type its class
     * @param options as for {@link #withAll}, without prefix
     */
    @SuppressWarnings("rawtypes") // as for transform
    public ConnectorSpec predicate(String alias, Class<? extends Predicate> type, Map<String, ?> options) {
        return member(PREDICATES, alias, PREDICATES.options(alias, type, options));
    }

    /**
     * What happens to records that cannot be handled. Default {@link ErrorPolicy#failTask()}. Replaces what an earlier
     * policy wrote, and keeps other keys of {@code errors.*}.
     *
     * @param policy what to do
     */
    public ConnectorSpec errors(ErrorPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return without(ErrorPolicy.KEYS::contains).withAll(policy.config());
    }

    /**
     * When code of the plug-in that does not return while it stops is interrupted,
     * {@code task.shutdown.interrupt.after.ms}. Default {@link InterruptPolicy#afterHalfTheGrace()}.
     */
    public ConnectorSpec interrupt(InterruptPolicy policy) {
        return without(INTERRUPT_AFTER::equals).withAll(policy.config());
    }

    /**
     * What a connector is to be when it is created (KIP-980). Default STARTED.
     *
     * @param state the state to begin with
     */
    public ConnectorSpec initialState(TargetState state) {
        Objects.requireNonNull(state, "state");
        return new ConnectorSpec(map, new Beside(state, beside.restart, beside.offsets));
    }

    /**
     * What happens after the connector or one of its tasks has FAILED. Default: the worker's policy, see
     * {@link ConnectWorker.Builder#restart}. No part of Connect's configuration map; to change it restarts nothing.
     *
     * @param policy the policy
     */
    public ConnectorSpec restart(RestartPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return new ConnectorSpec(map, new Beside(beside.target, policy, beside.offsets));
    }

    /**
     * Where this connector's offsets live. Default: for a source the worker's store, for a sink its consumer group.
     * A sink with a store begins where the store says, in partitions that the group still divides among its tasks, and
     * commits there alone; where the store knows nothing, what the group committed before counts, else {@code
     * auto.offset.reset}. The worker opens the store at its first use and closes it with the run, or once no connector
     * uses it; one object given several times is one store. No part of Connect's configuration map;
     * Connect's nearest is {@code offsets.storage.topic} (KIP-618).
     *
     * <p>With {@link OffsetStore#jdbc} a sink of {@link InAppSink#batches} saves its positions in transactions of its own,
     * by {@code batch.saveOffsets(connection)}.
     *
     * @param store called by one thread of the worker at a time; when it cannot be opened, this connector's tasks fail
     */
    public ConnectorSpec offsetStore(OffsetStore store) {
        Objects.requireNonNull(store, "store");
        return new ConnectorSpec(map, new Beside(beside.target, beside.restart, store));
    }

    /** The connector's name. */
    public String name() {
        return map.name();
    }

    /**
     * Connect's configuration map, {@code name} included, in the order of writing; values given as objects appear
     * as <code>${object:&lt;connector&gt;.&lt;key&gt;}</code>. May hold secrets. Cannot be modified.
     */
    public Map<String, String> config() {
        return map.texts();
    }

    /** The values given as objects, converters and functions, by configuration key. Cannot be modified. */
    public Map<String, Object> objects() {
        return map.objects();
    }

    /** What the connector is to be when it is created; set by {@link #initialState}. */
    public TargetState target() {
        return beside.target;
    }

    /** What happens after a failure, set by {@link #restart}; empty when that is up to the worker. */
    public Optional<RestartPolicy> restartPolicy() {
        return Optional.ofNullable(beside.restart);
    }

    /** Where its offsets live, set by {@link #offsetStore(OffsetStore)}; empty when that is the default. */
    public Optional<OffsetStore> offsetStore() {
        return Optional.ofNullable(beside.offsets);
    }

    /** Equal when name, configuration, objects, initial state, restart policy and offset store are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ConnectorSpec that && map.equals(that.map) && beside.equals(that.beside);
    }

    @Override
    public int hashCode() {
        return Objects.hash(map, beside);
    }

    /** Name, class and keys; never a value, which may be secret. */
    @Override
    public String toString() {
        return "ConnectorSpec[" + name() + ", class=" + config().getOrDefault(CONNECTOR_CLASS, "none") + ", keys="
                + config().keySet() + "]";
    }

    private ConnectorSpec withObject(String key, Object object) {
        return new ConnectorSpec(map.withObject(key, object), beside);
    }

    /** Reads JSON files for {@link #load}. Not for users: implemented by {@code connect-embedded-core}. */
    public interface JsonReader {
        /**
         * Reads one JSON object.
         *
         * @param json the text
         * @return its members in their order: strings, numbers, booleans, nulls, lists and maps
         * @throws IllegalArgumentException when the text is not one JSON object, naming line and column
         */
        Map<String, Object> read(String json);
    }
}
