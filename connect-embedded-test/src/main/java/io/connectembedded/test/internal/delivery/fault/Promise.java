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
package io.connectembedded.test.internal.delivery.fault;

/** What {@link io.connectembedded.test.DeliveryReport} checks, and how a broken one is announced. */
public enum Promise {
    NOTHING_LOST("Records were lost"),
    NO_OFFSET_AHEAD("An offset ran ahead of its records"),
    IN_ORDER("Records are out of order"),
    COMMIT_ONLY_WHEN_DURABLE("SourceTask.commit was called before the offsets were durable"),
    NOTHING_AGAIN_AFTER_COMMIT("Records came again although their offset was committed"),
    NO_DUPLICATES("Records are there twice"),
    EXACTLY_ONCE("Records are not there exactly once");

    private final String broken;

    Promise(String broken) {
        this.broken = broken;
    }

    String broken() {
        return broken;
    }
}
