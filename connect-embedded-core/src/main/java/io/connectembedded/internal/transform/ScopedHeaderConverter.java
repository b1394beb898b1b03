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
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.jspecify.annotations.Nullable;

/** As {@link ScopedConverter}, for headers. */
final class ScopedHeaderConverter implements HeaderConverter {

    private final HeaderConverter own;
    private final PluginScope scope;

    ScopedHeaderConverter(HeaderConverter own) {
        this.own = own;
        this.scope = PluginScope.of(own.getClass());
    }

    HeaderConverter own() {
        return own;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        scope.run(() -> own.configure(configs));
    }

    @Override
    public SchemaAndValue toConnectHeader(String topic, String headerKey, byte @Nullable [] value) {
        return scope.call(() -> own.toConnectHeader(topic, headerKey, value));
    }

    @Override
    public byte @Nullable [] fromConnectHeader(
            String topic, String headerKey, @Nullable Schema schema, @Nullable Object value) {
        return scope.call(() -> own.fromConnectHeader(topic, headerKey, schema, value));
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
