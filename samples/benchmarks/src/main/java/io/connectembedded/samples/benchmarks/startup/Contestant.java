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
package io.connectembedded.samples.benchmarks.startup;

import java.util.ArrayList;
import java.util.List;

/** A program to measure: what it is called, and how its JVM is started. */
record Contestant(String name, String classPath, String mainClass) {

    private static final String LAUNCHER = "io.connectembedded.samples.benchmarks.startup.child.Launcher";

    List<String> command(String java, List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(java, "-Dlogback.configurationFile=logback-measured.xml"));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, LAUNCHER, mainClass));
        command.addAll(arguments);
        return command;
    }
}
