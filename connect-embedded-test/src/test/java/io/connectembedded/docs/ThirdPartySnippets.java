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
package io.connectembedded.docs;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import java.nio.file.Path;
import java.util.List;

/** The code of docs/third-party.md, between markers; SnippetsTest compares. Compiled, not run. */
@SuppressWarnings("unused") // Readers call these.
final class ThirdPartySnippets {

    void folders(List<ConnectorSpec> connectors) {
        // snippet: third-party-folders
        ConnectWorker worker = ConnectWorker.builder()
                .properties(Path.of("worker.properties"))
                .pluginPath(Path.of("debezium-postgres/target/plugin-path"), Path.of("/opt/connect/plugins"))
                .connectors(connectors)
                .build();
        // end
    }
}
