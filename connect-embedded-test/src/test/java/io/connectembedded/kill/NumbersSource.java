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
package io.connectembedded.kill;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * The numbers from one on, in small batches of random size; its offset is the last number. Begins and ends transactions
 * itself when asked.
 */
public final class NumbersSource extends SourceConnector {

    static final String TOPIC = "topic";
    static final String LIMIT = "limit";
    static final String SEED = "seed";

    /** A value between the numbers that a transaction of the connector took back. */
    static final String TAKEN_BACK = "taken back";

    private Map<String, String> config = Map.of();

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void start(Map<String, String> given) {
        config = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return NumbersTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(config);
    }

    @Override
    public void stop() {
        // There is nothing to stop.
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(TOPIC, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "where the numbers go")
                .define(LIMIT, ConfigDef.Type.LONG, ConfigDef.Importance.HIGH, "the last number")
                .define(SEED, ConfigDef.Type.LONG, ConfigDef.Importance.HIGH, "of all that is random");
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> any) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> any) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }
}
