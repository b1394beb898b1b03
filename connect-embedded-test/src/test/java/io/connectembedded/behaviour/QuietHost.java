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
package io.connectembedded.behaviour;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.logging.LogManager;

/** A host in a JVM of its own: runs a worker, leaves it open, and returns from main. */
public final class QuietHost {

    private QuietHost() {}

    public static void main(String[] args) throws Exception {
        // The JDK's own logging, which JMX starts, has a hook of its own.
        LogManager.getLogManager();
        int before = hooks();
        ConnectWorker worker =
                Host.started(Host.builder(args[0]).connector(ConnectorSpec.source("idle", IdleSource.class)));
        if (!worker.connector("idle").status().isRunning()) {
            throw new IllegalStateException(worker.describe());
        }
        System.out.println("hooks " + Map.of("added", hooks() - before));
    }

    private static int hooks() throws ReflectiveOperationException {
        Field field = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
        field.setAccessible(true);
        return ((Map<?, ?>) field.get(null)).size();
    }
}
