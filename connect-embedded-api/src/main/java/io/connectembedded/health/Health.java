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
package io.connectembedded.health;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a worker is at one moment: {@link Up}, {@link Degraded} or {@link Down}, each with its reasons. Immutable.
 */
public sealed interface Health {
    /** What is wrong; empty only when up. */
    List<Reason> reasons();

    /** For a liveness probe: false only when nothing but a restart of the worker helps (state FAILED). */
    boolean isLive();

    /** For a readiness probe: true when the worker is started, and what should run runs. */
    boolean isReady();

    /** All is well. */
    record Up() implements Health {
        @Override
        public List<Reason> reasons() {
            return List.of();
        }

        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public boolean isReady() {
            return true;
        }
    }

    /**
     * The worker runs, but something in it does not; always live.
     *
     * @param reasons what is wrong
     * @param isReady whether it may still be called ready
     */
    record Degraded(List<Reason> reasons, boolean isReady) implements Health {
        public Degraded {
            reasons = List.copyOf(Objects.requireNonNull(reasons, "reasons"));
        }

        @Override
        public boolean isLive() {
            return true;
        }
    }

    /**
     * The worker does not run; never ready.
     *
     * @param reasons what is wrong
     * @param isLive false when nothing but a restart of the worker helps
     */
    record Down(List<Reason> reasons, boolean isLive) implements Health {
        public Down {
            reasons = List.copyOf(Objects.requireNonNull(reasons, "reasons"));
        }

        @Override
        public boolean isReady() {
            return false;
        }
    }

    /**
     * One thing that is wrong.
     *
     * @param connector the connector it is about; null for the worker itself
     * @param task the task's number; null for the whole connector or worker
     * @param severity how bad it is
     * @param text one line for people, without secrets
     */
    record Reason(@Nullable String connector, @Nullable Integer task, Severity severity, String text) {
        public Reason {
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(text, "text");
        }
    }
}
