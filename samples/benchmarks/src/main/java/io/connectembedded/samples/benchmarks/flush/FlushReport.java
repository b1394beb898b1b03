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
package io.connectembedded.samples.benchmarks.flush;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The table people read: medians of the runs' medians, and each as a share of stock's with the same kind of store. */
record FlushReport(Map<String, List<Flush>> flushes, Map<String, String> stocks) {

    String table() {
        StringBuilder table = new StringBuilder(System.getProperty("os.name"))
                .append(' ')
                .append(System.getProperty("os.arch"))
                .append(", ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" processors, Java ")
                .append(System.getProperty("java.vm.version"))
                .append("\n\n| commit of ")
                .append(FlushBench.PARTITIONS)
                .append(" partitions | time | allocated | time, this / stock | allocated, this / stock |\n")
                .append("|---|--:|--:|--:|--:|\n");
        flushes.forEach((name, all) -> {
            Flush own = Flush.median(all);
            Flush stock = Flush.median(Objects.requireNonNull(flushes.get(stocks.get(name)), name));
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f ms | %.1f MB | %.2f | %.2f |%n",
                    name,
                    own.nanos() / 1e6,
                    own.bytes() / 1e6,
                    (double) own.nanos() / stock.nanos(),
                    (double) own.bytes() / stock.bytes()));
        });
        return table.toString();
    }
}
