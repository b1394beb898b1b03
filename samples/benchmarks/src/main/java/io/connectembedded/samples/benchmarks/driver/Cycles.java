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
package io.connectembedded.samples.benchmarks.driver;

/** A scripted source in a running worker. For one thread. */
interface Cycles extends AutoCloseable {

    String CONNECTOR = "cycles";

    /**
     * Lets the source emit this value, and returns when the record is acknowledged and its offset committed.
     *
     * @throws IllegalStateException if that is not what happened
     */
    void next(String value);

    /** How many commits of an offset there were so far. */
    int commits();

    @Override
    void close();
}
