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

import io.connectembedded.test.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs 1,000 cycles in the driver and in a worker on a broker, in turn, as often as asked and once before, all in this
 * process.
 */
public final class DriverBench {

    static final int CYCLES = 1_000;

    private DriverBench() {}

    /** Arguments: runs. */
    public static void main(String[] args) {
        List<CycledRun> driver = new ArrayList<>();
        List<CycledRun> worker = new ArrayList<>();
        driver.add(driver());
        long begin = System.nanoTime();
        try (KafkaBroker broker = KafkaBroker.inJvm()) {
            Duration brokerStart = Duration.ofNanos(System.nanoTime() - begin);
            worker.add(worker(broker, "cycles-0"));
            for (int run = 1; run <= Integer.parseInt(args[0]); run++) {
                driver.add(driver());
                worker.add(worker(broker, "cycles-" + run));
            }
            System.out.println(new DriverReport(machine(), CYCLES, brokerStart, driver, worker).table());
        }
    }

    static CycledRun driver() {
        return CycledRun.of(() -> new DriverCycles("cycles"), CYCLES);
    }

    /** The topic is there before the clock runs. */
    static CycledRun worker(KafkaBroker broker, String topic) {
        broker.createTopic(topic, 1);
        return CycledRun.of(() -> new BrokerCycles(broker.bootstrapServers(), topic), CYCLES);
    }

    private static String machine() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, Java "
                + System.getProperty("java.vm.version");
    }
}
