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
package io.connectembedded.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.test.internal.junit.log.LogTap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectTestDriverTest {

    @TempDir
    Path dir;

    private ConnectorSpec lines(String... lines) throws Exception {
        Path file = Files.writeString(dir.resolve("in.txt"), String.join("\n", lines) + "\n");
        return ConnectorSpec.source("lines", "FileStreamSource")
                .with("file", file)
                .with("topic", "lines");
    }

    @Test
    void an_unacknowledged_line_is_read_again_after_a_crash() throws Exception {
        try (ConnectTestDriver driver = ConnectTestDriver.of(lines("one", "two", "three"))) {
            SourceDriver lines = driver.source("lines");
            assertThat(lines.poll()).hasSize(3);
            lines.ack(1);
            assertThat(lines.commit()).isTrue();
            driver.crash();
            assertThat(lines.poll()).hasSize(2);
            lines.ackAll();
            driver.delivery().nothingLost().noOffsetAhead();
            assertThat(driver.topic("lines").values()).containsExactly("one", "two", "three");
        }
    }

    @Test
    void lines_go_from_file_to_file() throws Exception {
        Path out = dir.resolve("out.txt");
        try (ConnectTestDriver driver = ConnectTestDriver.of(ConnectWorker.builder()
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .connector(lines("one", "two", "three"))
                .connector(ConnectorSpec.sink("copy", "FileStreamSink")
                        .topics("lines")
                        .with("file", out)))) {
            assertThat(driver.settle()).isEqualTo(6);
            assertThat(Files.readAllLines(out)).containsExactly("one", "two", "three");
            driver.delivery()
                    .nothingLost()
                    .noOffsetAhead()
                    .inOrder()
                    .commitOnlyWhenDurable()
                    .noDuplicates();
        }
    }

    @Test
    void no_thread_is_made() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        List<String> values = new ArrayList<>();
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                lines("one"),
                ConnectorSpec.sink(
                                "print",
                                r -> values.add(r.value() + " by "
                                        + Thread.currentThread().getName()))
                        .topics("lines"))) {
            driver.settle();
            driver.advance(Duration.ofMinutes(2));
            driver.restart();
        }
        assertThat(values).containsExactly("one by " + Thread.currentThread().getName());
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(t -> !before.contains(t))
                .isEmpty();
    }

    @Test
    void a_refused_send_fails_the_task_in_its_next_round() throws Exception {
        try (ConnectTestDriver driver = ConnectTestDriver.of(lines("one", "two"))) {
            SourceDriver lines = driver.source("lines");
            lines.failNextSend(new TimeoutException("too slow"));
            lines.poll();
            assertThatThrownBy(lines::poll).hasMessageContaining("lines-0").hasMessageContaining("too slow");
            assertThatThrownBy(lines::poll).isInstanceOf(IllegalStateException.class);
            driver.worker().connector("lines").restart().await();
            driver.settle();
            driver.delivery().nothingLost();
        }
    }

    @Test
    void offsets_are_committed_when_it_is_time() throws Exception {
        try (ConnectTestDriver driver = ConnectTestDriver.of(lines("one", "two"))) {
            SourceDriver lines = driver.source("lines");
            lines.poll();
            lines.ackAll();
            driver.advance(Duration.ofSeconds(59));
            driver.advance(Duration.ofSeconds(1));
            assertThat(lines.commit()).isFalse();
            driver.crash();
            assertThat(lines.poll()).isEmpty();
        }
    }

    @Test
    void stopping_and_closing_leave_nothing_to_warn_of() throws Exception {
        List<Object> heard = new ArrayList<>();
        LogTap tap = LogTap.open(heard::add);
        try (ConnectTestDriver driver = ConnectTestDriver.of(lines("one"))) {
            driver.settle();
            driver.restart();
        } finally {
            tap.close();
        }
        assertThat(heard).isEmpty();
    }
}
