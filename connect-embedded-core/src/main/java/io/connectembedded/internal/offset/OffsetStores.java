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
package io.connectembedded.internal.offset;

import io.connectembedded.internal.offset.file.FileOffsetStore;
import io.connectembedded.internal.offset.jdbc.TableOffsetStore;
import io.connectembedded.internal.offset.topic.TopicOffsetStore;
import io.connectembedded.offset.JdbcOffsetStore;
import io.connectembedded.offset.KafkaOffsetStore;
import io.connectembedded.offset.OffsetStore;
import java.nio.file.Path;
import javax.sql.DataSource;

/** The library's own stores, for the api's factory methods. */
public final class OffsetStores implements OffsetStore.Factory {

    /** For the service loader. */
    public OffsetStores() {}

    @Override
    public OffsetStore memory() {
        return new MemoryOffsetStore();
    }

    @Override
    public OffsetStore file(Path file) {
        return new FileOffsetStore(file);
    }

    @Override
    public KafkaOffsetStore kafka(String topic) {
        return new TopicOffsetStore(topic);
    }

    @Override
    public JdbcOffsetStore jdbc(DataSource dataSource) {
        return new TableOffsetStore(dataSource);
    }
}
