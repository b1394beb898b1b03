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
package io.connectembedded.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Reads a file three lines at a time; what it makes of them is for each source to say. */
abstract class LineTask extends SourceTask {

    static final Map<String, String> FILE = Map.of("file", "lines.txt");
    static final int BATCH = 3;

    World world;
    private int next;

    @Override
    public final void start(Map<String, String> config) {
        world = World.of(config);
        next = firstLine();
    }

    /** After the line of the stored offset. */
    int firstLine() {
        Map<String, Object> stored = context.offsetStorageReader().offset(FILE);
        return stored == null ? 0 : ((Number) stored.get("line")).intValue() + 1;
    }

    @Override
    public final List<SourceRecord> poll() {
        List<String> lines = world.read(next, BATCH);
        if (lines.isEmpty()) {
            return null;
        }
        List<SourceRecord> records = new ArrayList<>(records(next, lines));
        next += lines.size();
        return records;
    }

    /** One for each line; {@code first} is the number of the first. */
    abstract List<SourceRecord> records(int first, List<String> lines);

    static SourceRecord record(Map<String, ?> offset, String text) {
        int partition = text.charAt(0) % 2;
        return new SourceRecord(FILE, offset, "out", partition, null, null, Schema.STRING_SCHEMA, text);
    }

    @Override
    public void stop() {
        // Nothing is open.
    }

    @Override
    public String version() {
        return "1";
    }
}
