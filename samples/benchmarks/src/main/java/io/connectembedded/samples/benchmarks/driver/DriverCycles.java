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
package io.connectembedded.samples.benchmarks.driver;

import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.ScriptedSource;
import io.connectembedded.test.SourceDriver;

/** In the driver: {@code poll(); ackAll(); commit();}. */
final class DriverCycles implements Cycles {

    private final ScriptedSource script = ScriptedSource.create();
    private final String topic;
    private final ConnectTestDriver driver;
    private final SourceDriver source;
    private int commits;

    DriverCycles(String topic) {
        this.topic = topic;
        this.driver = ConnectTestDriver.of(script.spec(CONNECTOR));
        this.source = driver.source(CONNECTOR);
    }

    @Override
    public void next(String value) {
        script.emitValues(topic, value);
        int polled = source.poll().size();
        source.ackAll();
        if (polled != 1 || !source.commit()) {
            throw new IllegalStateException(
                    value + ": " + polled + " records were polled, after " + commits + " commits");
        }
        commits++;
    }

    @Override
    public int commits() {
        return commits;
    }

    ConnectTestDriver driver() {
        return driver;
    }

    @Override
    public void close() {
        driver.close();
    }
}
