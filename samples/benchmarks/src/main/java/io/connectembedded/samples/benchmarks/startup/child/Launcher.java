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
package io.connectembedded.samples.benchmarks.startup.child;

import java.util.Arrays;

/** Notes the time at its first line, then becomes the program named by its first argument. */
public final class Launcher {

    static final String STARTED = "bench.started.nanos";

    private Launcher() {}

    public static void main(String[] args) throws Exception {
        long started = System.nanoTime();
        System.setProperty(STARTED, Long.toString(started));
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }
}
