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

import io.connectembedded.internal.lifecycle.Failures;
import java.util.Map;

/** The jars of Connect's own worker that plug-ins count on without bringing them, by the class that is missed. */
final class MissingArtifact {

    private static final int DEEPEST_CAUSE = 20;

    private static final Map<String, String> ARTIFACTS = Map.of(
            "org.apache.kafka.connect.json.", "org.apache.kafka:connect-json",
            "org.apache.kafka.connect.transforms.", "org.apache.kafka:connect-transforms",
            "org.apache.kafka.connect.runtime.", "org.apache.kafka:connect-runtime",
            "com.fasterxml.jackson.databind.", "com.fasterxml.jackson.core:jackson-databind");

    private MissingArtifact() {}

    /** To be put behind a message; empty when nothing is known of what is missing. */
    static String hint(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
                String missed = Failures.messageOf(cause).replace('/', '.');
                for (Map.Entry<String, String> each : ARTIFACTS.entrySet()) {
                    if (missed.startsWith(each.getKey())) {
                        return " (it expects " + each.getValue() + " of its worker: put that jar beside it)";
                    }
                }
            }
            cause = Failures.causeOf(cause);
        }
        return "";
    }
}
