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
package io.connectembedded.status;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who a worker is.
 *
 * @param id names the worker in statuses: host name and worker name, as in {@code host/worker}; stable over
 *     restarts
 * @param version the version of this library
 * @param commit the commit this library was built from; {@code unknown} when it was built from no repository
 * @param kafkaClusterId the id of the Kafka cluster; null until the broker has answered, and without Kafka
 */
public record WorkerInfo(
        String id, String version, String commit, @Nullable String kafkaClusterId) {
    public WorkerInfo {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(commit, "commit");
    }
}
