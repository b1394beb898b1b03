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
package io.connectembedded.internal.plugin.isolation;

import java.nio.file.Path;
import java.util.List;

/**
 * One child of a folder of {@code plugin.path}, whose plug-ins share one class loader: a folder of jars, a tree of
 * class files, or one jar or zip.
 *
 * @param path where it is, absolute
 * @param classPath its archives in the order of their names, or the root of its class files
 */
public record PluginLocation(Path path, List<Path> classPath) {

    public PluginLocation {
        classPath = List.copyOf(classPath);
    }

    /** What a person calls it: the name of the folder or archive. */
    public String name() {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
