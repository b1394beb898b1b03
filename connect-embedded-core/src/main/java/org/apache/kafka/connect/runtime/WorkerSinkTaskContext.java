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
package org.apache.kafka.connect.runtime;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.storage.ClusterConfigState;
import org.jspecify.annotations.Nullable;

/**
 * Where Apache Iceberg's sink finds the consumer of its task: by reflection, under this name of class and field. Every
 * sink's context here extends it. The constructor is Connect's, so that contexts link with Connect's own class of this
 * name where that comes first on the class path; its second and third parameter are null here.
 */
public abstract class WorkerSinkTaskContext implements SinkTaskContext {

    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // read by reflection
    private final Consumer<byte[], byte[]> consumer;

    public WorkerSinkTaskContext(
            Consumer<byte[], byte[]> consumer,
            @Nullable WorkerSinkTask sinkTask,
            @Nullable ClusterConfigState configState) {
        this.consumer = consumer;
    }
}
