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
package io.connectembedded.plugin;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The plug-ins a worker can use: those of its class path and those of {@code plugin.path}. Thread-safe. Answers in
 * every state of the worker but CLOSED.
 */
public interface Plugins {
    /**
     * Every plug-in that is declared in a service file or, unless {@code plugin.discovery=service_load}, found in a
     * location of {@code plugin.path}; in the order of class name, version, location and type. Plug-ins that cannot be used
     * are listed with their reason. As {@code GET /connector-plugins?connectorsOnly=false} of Connect (KIP-769).
     *
     * <p>Each plug-in is loaded and made once to learn its version, on a thread of its own and for at most 5 seconds,
     * all together for at most 30; the answers are kept.
     *
     * @return never changes afterwards
     * @throws io.connectembedded.error.WorkerStateException when the worker is CLOSED
     */
    List<PluginInfo> list();

    /**
     * The options of a plug-in, newest version.
     *
     * @param classOrAlias as in a configuration; of any type
     * @return what its {@code config()} answers
     * @throws IllegalArgumentException when there is no such plug-in or it does not answer within 10 seconds; the
     *     message says why
     * @throws io.connectembedded.error.WorkerStateException when the worker is CLOSED
     */
    ConfigDef config(String classOrAlias);

    /**
     * The options of a plug-in in one version, as {@code GET /connector-plugins/{name}/config?version=} of Connect
     * (KIP-891).
     *
     * @param classOrAlias as in a configuration; of any type
     * @param versionRange Maven's syntax, such as {@code [1.0,2.0)}; a bare {@code 1.2} is exactly that version, and
     *     {@code latest} or an empty text the newest
     * @return what its {@code config()} answers
     * @throws IllegalArgumentException when there is no such plug-in or version, naming the versions there are, when
     *     the range cannot be read, or when the plug-in does not answer within 10 seconds
     * @throws io.connectembedded.error.WorkerStateException when the worker is CLOSED
     */
    ConfigDef config(String classOrAlias, String versionRange);
}
