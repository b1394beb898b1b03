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
package io.connectembedded.test.internal.container;

import com.github.dockerjava.api.DockerClient;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The container of a {@link ContainerRequest} on the Docker engine that Testcontainers finds. */
final class DockerContainer implements BrokerContainer {

    private final ContainerRequest request;
    private final Supplier<DockerClient> docker;
    private final KafkaContainer container;

    /** With the engine looked for by {@code docker}, which throws when there is none. */
    DockerContainer(ContainerRequest request, Supplier<DockerClient> docker) {
        this.request = request;
        this.docker = docker;
        this.container = request.container();
    }

    static BrokerContainer of(String image) {
        return new DockerContainer(
                ContainerRequest.of(image), () -> DockerClientFactory.instance().client());
    }

    @Override
    public void start() {
        engine();
        try {
            container.start();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The container of image " + request.image() + " did not start: "
                            + innermost(e).getMessage(),
                    e);
        }
    }

    private DockerClient engine() {
        try {
            return docker.get();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "No Docker engine answers, so there is no container of image " + request.image() + ": start one, or"
                            + " use a broker in this JVM (KafkaBroker.inJvm(), connectembedded.test.broker=shared). "
                            + e.getMessage(),
                    e);
        }
    }

    /** Testcontainers wraps what went wrong in several layers that say less. */
    private static Throwable innermost(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void pause() {
        engine().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void unpause() {
        engine().unpauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void remove() {
        container.stop();
    }
}
