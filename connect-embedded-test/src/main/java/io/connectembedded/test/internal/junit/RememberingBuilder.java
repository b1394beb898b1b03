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
package io.connectembedded.test.internal.junit;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.RestartPolicy;
import io.connectembedded.offset.OffsetStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/** Tells of each worker it builds, and is the plain builder in all else. */
public final class RememberingBuilder implements ConnectWorker.Builder {

    private final ConnectWorker.Builder plain;
    private final Consumer<ConnectWorker> built;

    RememberingBuilder(ConnectWorker.Builder plain, Consumer<ConnectWorker> built) {
        this.plain = plain;
        this.built = built;
    }

    /** The builder of core behind this one, for whoever needs that very one. */
    public ConnectWorker.Builder plain() {
        return plain;
    }

    @Override
    public ConnectWorker.Builder name(String name) {
        plain.name(name);
        return this;
    }

    @Override
    public ConnectWorker.Builder bootstrapServers(String servers) {
        plain.bootstrapServers(servers);
        return this;
    }

    @Override
    public ConnectWorker.Builder keyConverter(Converter converter) {
        plain.keyConverter(converter);
        return this;
    }

    @Override
    public ConnectWorker.Builder valueConverter(Converter converter) {
        plain.valueConverter(converter);
        return this;
    }

    @Override
    public ConnectWorker.Builder offsetStore(OffsetStore store) {
        plain.offsetStore(store);
        return this;
    }

    @Override
    public ConnectWorker.Builder connector(ConnectorSpec spec) {
        plain.connector(spec);
        return this;
    }

    @Override
    public ConnectWorker.Builder connectors(Collection<ConnectorSpec> specs) {
        plain.connectors(specs);
        return this;
    }

    @Override
    public ConnectWorker.Builder headerConverter(HeaderConverter converter) {
        plain.headerConverter(converter);
        return this;
    }

    @Override
    public ConnectWorker.Builder properties(Map<?, ?> properties) {
        plain.properties(properties);
        return this;
    }

    @Override
    public ConnectWorker.Builder properties(Path file) {
        plain.properties(file);
        return this;
    }

    @Override
    public ConnectWorker.Builder with(String key, Object value) {
        plain.with(key, value);
        return this;
    }

    @Override
    public ConnectWorker.Builder restart(RestartPolicy policy) {
        plain.restart(policy);
        return this;
    }

    @Override
    public ConnectWorker.Builder listener(ConnectListener listener) {
        plain.listener(listener);
        return this;
    }

    @Override
    public ConnectWorker.Builder pluginPath(Path... folders) {
        plain.pluginPath(folders);
        return this;
    }

    @Override
    public ConnectWorker.Builder offsetFlushInterval(Duration interval) {
        plain.offsetFlushInterval(interval);
        return this;
    }

    @Override
    public ConnectWorker.Builder startTimeout(Duration limit) {
        plain.startTimeout(limit);
        return this;
    }

    @Override
    public ConnectWorker.Builder shutdownTimeout(Duration limit) {
        plain.shutdownTimeout(limit);
        return this;
    }

    @Override
    public ConnectWorker.Builder classLoader(ClassLoader loader) {
        plain.classLoader(loader);
        return this;
    }

    @Override
    public ConnectWorker.Builder threads(ThreadFactory factory) {
        plain.threads(factory);
        return this;
    }

    @Override
    public ConnectWorker build() {
        ConnectWorker worker = plain.build();
        built.accept(worker);
        return worker;
    }
}
