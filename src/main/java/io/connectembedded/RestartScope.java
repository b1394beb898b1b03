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
package io.connectembedded;

/** What a restart takes in; the two flags of KIP-745, spelled out. */
public enum RestartScope {
    /** The connector and all its tasks: {@code includeTasks=true}. */
    ALL,
    /** The connector and its tasks, each only when FAILED: {@code includeTasks=true&onlyFailed=true}. */
    FAILED,
    /** The connector alone; its tasks go on: no flag, the default of Connect's REST API. */
    CONNECTOR,
    /** The connector alone, and only when FAILED: {@code onlyFailed=true}. */
    CONNECTOR_IF_FAILED
}
