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
package io.connectembedded.compatibility;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks stock Connect, in a process of its own, which keys it has. */
final class StockProcess {

    /** One key of one of its definitions; a default of "required" is none. */
    record Key(String set, String name, String type, String importance, String byDefault) {}

    private StockProcess() {}

    static List<Key> keys(Path module) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-cp",
                        module.resolve("target/stock") + File.separator + "*",
                        module.resolve("src/test/stock/StockKeys.java").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(
                    "Stock Connect's keys cannot be listed; run src/test/stock/StockKeys.java by hand");
        }
        List<Key> keys = new ArrayList<>();
        for (String line : answer.lines().toList()) {
            String[] cells = line.split("\t", -1);
            keys.add(new Key(cells[0], cells[1], cells[2], cells[3], cells[4]));
        }
        return keys;
    }
}
