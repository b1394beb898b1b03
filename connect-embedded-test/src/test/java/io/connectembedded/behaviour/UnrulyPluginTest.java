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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plug-ins that fail where nobody expects it: what fails is theirs alone, and the worker goes on. */
class UnrulyPluginTest {

    private final Script script = Script.byHand();
    private final ConnectTestDriver driver = ConnectTestDriver.of(Host.byHand());
    private final ConnectWorker worker = driver.worker();

    @AfterEach
    void end() {
        driver.close();
        script.close();
    }

    /** An exception whose message is code of the plug-in that fails. */
    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    private ConnectorHandle begin() {
        return worker.connectors().create(script.source("bad")).await();
    }

    private static ConnectorStatus failed(ConnectorHandle handle) {
        return handle.until(ConnectorStatus::hasFailed).await();
    }

    @Test
    void a_connector_whose_exception_cannot_be_told_fails_alone() {
        script.failIn("connector.start", new Unspeakable());
        ConnectorHandle bad = begin();
        assertThat(failed(bad).failure().message()).isEqualTo(Unspeakable.class.getName());
        assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
        assertThat(bad.restart().await().isRunning()).isTrue();
        script.failIn("connector.stop", new Unspeakable());
        assertThat(bad.restart().await().isRunning()).isTrue();
    }

    @Test
    void an_error_raised_that_cannot_be_told_or_is_none_fails_the_connector_alone() {
        ConnectorHandle bad = begin();
        bad.running().await();
        script.connectorContext.raiseError(new Unspeakable());
        assertThat(failed(bad).failure().message()).isEqualTo(Unspeakable.class.getName());
        assertThat(bad.restart().await().isRunning()).isTrue();
        script.connectorContext.raiseError(null);
        assertThat(failed(bad).failure().stage()).isEqualTo("raiseError");
        assertThat(bad.restart().await().isRunning()).isTrue();
    }

    @Test
    void a_task_whose_exception_cannot_be_told_is_shown_as_failed_and_closed() {
        script.failIn("task.poll", new Unspeakable());
        ConnectorHandle bad = begin();
        assertThatThrownBy(driver.source("bad")::poll).isInstanceOf(ConnectorFailedException.class);
        assertThat(failed(bad).tasks().get(0).failure().message()).isEqualTo(Unspeakable.class.getName());
        assertThat(script.count("task.stop")).isEqualTo(1);
        assertThat(bad.restartTask(0).await().isRunning()).isTrue();
    }
}
