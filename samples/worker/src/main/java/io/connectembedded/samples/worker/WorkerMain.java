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
package io.connectembedded.samples.worker;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.event.ConnectEvent.WorkerChanged;
import io.connectembedded.status.WorkerState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker as a program of its own, called as {@code connect-standalone.sh} is: a worker file, then connector files.
 * It runs until SIGTERM or Ctrl-C, which stop it in order and commit offsets. Exit codes are Connect's: 1 after a wrong
 * call, 3 when the worker cannot start or ends by itself; the reason is on stderr.
 *
 * <p>{@code -Dworker.start.timeout.ms=10000} bounds the start, which otherwise waits up to a minute for the broker.
 */
public final class WorkerMain {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);
    private static final String USAGE =
            "Usage: java -jar worker.jar worker.properties [connector1.properties connector2.json ...]";

    private WorkerMain() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length == 0 || List.of(args).contains("--help")) {
            System.err.println(USAGE);
            System.exit(1);
        }
        try {
            run(Path.of(args[0]), Stream.of(args).skip(1).map(Path::of).toList());
        } catch (ConnectEmbeddedException e) {
            System.err.println(e.getMessage());
        }
        System.exit(3);
    }

    /** Returns when the worker is no longer running, for whatever reason. */
    private static void run(Path workerFile, List<Path> connectorFiles) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        ConnectWorker worker = ConnectWorker.builder()
                .properties(workerFile)
                .connectors(connectorFiles.stream().map(ConnectorSpec::load).toList())
                .startTimeout(Duration.ofMillis(Long.getLong("worker.start.timeout.ms", 60_000)))
                .listener(ConnectListener.on(WorkerChanged.class, event -> {
                    if (event.to() == WorkerState.FAILED) {
                        over.countDown();
                    }
                }))
                .build();
        // The library adds no hook: how a program ends is the program's business.
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "shutdown"));
        worker.start();
        LOG.info("Worker started, connectors {}", worker.connectors().names());
        over.await();
        System.err.println("The worker has failed:" + System.lineSeparator() + worker.describe());
    }
}
