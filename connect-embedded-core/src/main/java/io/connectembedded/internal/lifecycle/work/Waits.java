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
package io.connectembedded.internal.lifecycle.work;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** How one part of a worker waits for another. */
public interface Waits {

    /**
     * Waits until this is done, in whatever way, for so long, or until the wait is given up, which is looked at now and
     * then; whether it is done.
     */
    boolean until(Future<?> done, Duration limit, BooleanSupplier givenUp) throws InterruptedException;

    /** Whether nobody else does anything meanwhile, so that a wait for it would never end. */
    boolean isAlone();

    /**
     * Lets this much time pass at once, where the clock is moved by hand, and does what gets due meanwhile; false where
     * the caller has to wait for it.
     */
    default boolean pass(Duration time) {
        return false;
    }

    /** What is told of something that was not done in that time: "The pause was not done " and this. */
    default String patienceSpent(Duration limit) {
        return "within " + limit + "; it goes on, look at the status or await it again";
    }

    /** How long a wait for something else to happen may take: not at all when alone. */
    default Duration patience(Duration wanted) {
        return isAlone() ? Duration.ZERO : wanted;
    }
}
