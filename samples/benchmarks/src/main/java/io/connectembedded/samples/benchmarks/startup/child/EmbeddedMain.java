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
package io.connectembedded.samples.benchmarks.startup.child;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import java.nio.file.Path;

/** Our contestant: a worker file and a connector file, as stock's own command takes them. */
public final class EmbeddedMain {

    private EmbeddedMain() {}

    public static void main(String[] args) throws InterruptedException {
        try (ConnectWorker worker = ConnectWorker.builder()
                .properties(Path.of(args[0]))
                .connector(ConnectorSpec.load(Path.of(args[1])))
                .build()) {
            worker.start();
            Thread.currentThread().join(); // until the bench ends this process
        }
    }
}
