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
package io.connectembedded.internal.transform;

import io.connectembedded.internal.lifecycle.PluginScope;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/** A converter of another class loader than its task's, each call of which is made under its own. */
final class ScopedConverter implements Converter {

    private final Converter own;
    private final PluginScope scope;

    ScopedConverter(Converter own) {
        this.own = own;
        this.scope = PluginScope.of(own.getClass());
    }

    Converter own() {
        return own;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        scope.run(() -> own.configure(configs, isKey));
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        return scope.call(() -> own.fromConnectData(topic, schema, value));
    }

    @Override
    public byte @Nullable [] fromConnectData(
            String topic, Headers headers, @Nullable Schema schema, @Nullable Object value) {
        return scope.call(() -> own.fromConnectData(topic, headers, schema, value));
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        return scope.call(() -> own.toConnectData(topic, value));
    }

    @Override
    public SchemaAndValue toConnectData(String topic, Headers headers, byte @Nullable [] value) {
        return scope.call(() -> own.toConnectData(topic, headers, value));
    }

    @Override
    public ConfigDef config() {
        return scope.call(own::config);
    }

    @Override
    public String version() {
        return scope.call(own::version);
    }

    @Override
    public void close() throws IOException {
        var unused = scope.<Boolean, IOException>call(() -> {
            own.close();
            return true;
        });
    }
}
