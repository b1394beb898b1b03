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

import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/**
 * The three converters of one task. {@code owned} are those made for this task alone; converters the host gave as
 * objects are shared and not closed here.
 */
public record TaskConverters(Converter key, Converter value, HeaderConverter header, List<AutoCloseable> owned)
        implements AutoCloseable {

    public TaskConverters {
        owned = List.copyOf(owned);
    }

    /** Each call of a converter of another class loader than the task's is made under its own (I7). */
    public TaskConverters calledBy(Class<?> task) {
        ClassLoader loader = task.getClassLoader();
        return new TaskConverters(scoped(key, loader), scoped(value, loader), scoped(header, loader), owned);
    }

    private static Converter scoped(Converter converter, ClassLoader loader) {
        return converter.getClass().getClassLoader() == loader ? converter : new ScopedConverter(converter);
    }

    private static HeaderConverter scoped(HeaderConverter converter, ClassLoader loader) {
        return converter.getClass().getClassLoader() == loader ? converter : new ScopedHeaderConverter(converter);
    }

    public Class<?> keyClass() {
        return classOf(key);
    }

    public Class<?> valueClass() {
        return classOf(value);
    }

    public Class<?> headerClass() {
        return header instanceof ScopedHeaderConverter scoped ? scoped.own().getClass() : header.getClass();
    }

    private static Class<?> classOf(Converter converter) {
        return converter instanceof ScopedConverter scoped ? scoped.own().getClass() : converter.getClass();
    }

    /** A record's headers as Kafka's. */
    public Headers kafkaHeaders(ConnectRecord<?> record) {
        Headers headers = new RecordHeaders();
        if (!record.headers().isEmpty()) {
            for (Header each : record.headers()) {
                headers.add(
                        each.key(), header.fromConnectHeader(record.topic(), each.key(), each.schema(), each.value()));
            }
        }
        return headers;
    }

    /** Closes every one, whichever of them fails in it; what the first throws carries what the others throw. */
    @Override
    public void close() {
        TransformationChain.closeAll(owned);
    }
}
