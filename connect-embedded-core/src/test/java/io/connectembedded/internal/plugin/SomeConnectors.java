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
package io.connectembedded.internal.plugin;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;

/** Connectors to be found, and some that cannot be made. */
public final class SomeConnectors {

    /** Static on purpose: a static initialiser has nowhere else to leave its trace. */
    static final Queue<String> INITIALISED = new ConcurrentLinkedQueue<>();

    private SomeConnectors() {}

    /** Still abstract. */
    public abstract static class Unfinished extends SourceConnector {

        @Override
        public void start(Map<String, String> props) {}

        @Override
        public Class<? extends Task> taskClass() {
            return Task.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int maxTasks) {
            return List.of();
        }

        @Override
        public void stop() {}

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public String version() {
            return "1";
        }
    }

    /** A source like any other. */
    public static final class LinesSourceConnector extends Unfinished {}

    /** Its static initialiser throws. */
    public static final class ExplodingSourceConnector extends Unfinished {
        static {
            INITIALISED.add("exploding");
            if (!INITIALISED.isEmpty()) {
                throw new IllegalStateException("no licence");
            }
        }
    }

    /** Its constructor throws. */
    public static final class Refusing extends Unfinished {
        public Refusing() {
            throw new IllegalStateException("not today");
        }
    }

    /** Has no constructor without arguments. */
    public static final class Demanding extends Unfinished {
        public Demanding(String something) {
            throw new IllegalStateException(something);
        }
    }

    /** Its constructor is private. */
    public static final class Secretive extends Unfinished {
        private Secretive() {}
    }

    /** A sink like any other. */
    public static final class TableSinkConnector extends SinkConnector {

        @Override
        public void start(Map<String, String> props) {}

        @Override
        public Class<? extends Task> taskClass() {
            return Task.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int maxTasks) {
            return List.of();
        }

        @Override
        public void stop() {}

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public String version() {
            return "1";
        }
    }
}
