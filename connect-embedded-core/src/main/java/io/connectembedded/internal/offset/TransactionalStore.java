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
package io.connectembedded.internal.offset;

/** A store whose offsets a source's own producer may write too, in the transaction of its records. */
public interface TransactionalStore {

    /**
     * Under the name of this connector, which nobody may have, such a store also keeps how many tasks may write into it; that
     * is in no transaction, and is read while transactions are open.
     */
    String TASKS = "connect-embedded.tasks";

    /** Written by {@link ConnectEntry}. */
    String topic();
}
