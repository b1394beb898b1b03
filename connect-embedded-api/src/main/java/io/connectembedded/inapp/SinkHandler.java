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
package io.connectembedded.inapp;

/**
 * The host's function at the end of a sink; implement it as a lambda. It runs on task threads: with more than one
 * task it is called concurrently and must be thread-safe.
 *
 * @param <R> what it is handed
 */
@FunctionalInterface
public interface SinkHandler<R> {
    /**
     * Handles one input; its offset is committed only after this returns.
     *
     * @param input what to handle
     * @throws Exception a {@link org.apache.kafka.connect.errors.RetriableException} for the same input again after
     *     a back-off; anything else fails the record
     */
    void handle(R input) throws Exception;
}
