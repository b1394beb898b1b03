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
package io.connectembedded.internal.offset.jdbc;

/** Keeps an interrupt from what must be done yet, such as giving back a connection; the flag is back afterwards. */
final class HeldInterrupt implements AutoCloseable {

    private boolean held;

    /** From here on the thread is not interrupted, until the close. */
    void hold() {
        held |= Thread.interrupted();
    }

    @Override
    public void close() {
        if (held) {
            Thread.currentThread().interrupt();
        }
    }
}
