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
package io.connectembedded.samples.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** Where the modules beside this one have put their plug-ins. */
final class Folders {

    private Folders() {}

    /** What {@code plugin.path} is to name for the plug-in of one module. */
    static Path of(String module) {
        return of(module, "plugin-path");
    }

    static Path of(String module, String folder) {
        Path path = Path.of("..", module, "target", folder).toAbsolutePath().normalize();
        assertThat(path.resolve(module)).as("filled by the module " + module).isNotEmptyDirectory();
        return path;
    }
}
