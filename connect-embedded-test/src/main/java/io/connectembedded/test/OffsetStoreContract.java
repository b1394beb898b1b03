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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.test.internal.script.FailingBatch;
import io.connectembedded.test.internal.script.NoWorker;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an {@link OffsetStore} promises, as tests: extend it in a test class of your own, with JUnit Jupiter 5.12 or
 * newer, and its tests run on your store. They check that
 *
 * <ul>
 *   <li>text comes back to the character, whatever is in it; the last write wins; null deletes;
 *   <li>connectors are kept apart, also where names or partitions differ in case, a trailing blank or at the end of a
 *       long text alone;
 *   <li>a write is all or none, may be empty, span connectors and hold ten thousand offsets;
 *   <li>what was written or deleted is so after {@code close} and {@code open}, and for another store on the same data;
 *   <li>calls may come from different threads, one at a time.
 * </ul>
 */
public abstract class OffsetStoreContract {

    private static final int MANY = 10_000;
    private static final int LONG = 40_000;
    private static final long THREAD_LIMIT_SECONDS = 60;

    private OffsetStore store;

    /** For subclasses. */
    protected OffsetStoreContract() {}

    /**
     * Called once before each test.
     *
     * @return a store on data of its own that holds nothing; not open, the test opens it
     * @throws Exception anything; the test fails with it
     */
    protected abstract OffsetStore create() throws Exception;

    /**
     * Called at most once in a test, after the store of {@link #create()} was closed: what a new process would make.
     *
     * @return another store on the same data, not open; where the store object is the data, as with
     *     {@link OffsetStore#memory()}, the same one
     * @throws Exception anything; the test fails with it
     */
    protected abstract OffsetStore reopen() throws Exception;

    /** What stores are opened with. Override it for a store that needs Kafka; by default no properties are in it. */
    protected OffsetStoreContext context() {
        return new NoWorker();
    }

    @BeforeEach
    void openStore() throws Exception {
        store = create();
        store.open(context());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void an_offset_comes_back_as_it_was_written() throws Exception {
        write(offset("c", 1, 1), offset("c", 2, 7));

        holds("c", offset("c", 1, 1), offset("c", 2, 7));
    }

    @Test
    void any_text_comes_back_to_the_character() throws Exception {
        StoredOffset spaced = new StoredOffset("c", "{ \"b\" : 1, \"a\" : 2 }", "{\"n\":1.50, \"e\": 1.0E+2}");
        StoredOffset quoted =
                new StoredOffset("c", "{\"p\":\"it's \\\"quoted\\\" \\\\ %_;--\"}", "{\"o\":\"\\u0000'\"}");
        StoredOffset lines = new StoredOffset("c", "{\n\t\"p\":\r\n 3}", "{\n\"o\":\t3}\n");
        StoredOffset foreign =
                new StoredOffset("c", "{\"p\":\"\u00e9\u4e16\ud83d\ude00\"}", "{\"o\":\"\u2028\ud83d\ude00\"}");
        StoredOffset large = new StoredOffset("c", "{\"p\":5}", "{\"o\":123456789012345678901234567890}");
        StoredOffset bare = new StoredOffset("c", "{}", "{}");
        write(spaced, quoted, lines, foreign, large, bare);

        holds("c", spaced, quoted, lines, foreign, large, bare);
    }

    @Test
    void the_last_write_of_a_partition_wins() throws Exception {
        write(offset("c", 1, 9), offset("c", 2, 1));
        write(offset("c", 1, 2));

        holds("c", offset("c", 1, 2), offset("c", 2, 1));
    }

    @Test
    void null_deletes_its_partition_and_no_other() throws Exception {
        write(offset("c", 1, 1), offset("c", 2, 1), offset("d", 1, 1));
        write(deleted("c", 1));

        holds("c", offset("c", 2, 1));
        holds("d", offset("d", 1, 1));
    }

    @Test
    void a_deleted_partition_can_be_written_again() throws Exception {
        write(offset("c", 1, 1));
        write(deleted("c", 1));
        write(offset("c", 1, 2));

        holds("c", offset("c", 1, 2));
    }

    @Test
    void to_delete_what_is_not_there_does_nothing() throws Exception {
        write(deleted("c", 1), offset("c", 2, 1));

        holds("c", offset("c", 2, 1));
    }

    @Test
    void an_unknown_connector_has_no_offsets() throws Exception {
        holds("c");
        write(offset("c", 1, 1));

        holds("unknown");
    }

    @Test
    void connectors_with_equal_partitions_are_kept_apart() throws Exception {
        write(offset("c", 1, 1));
        write(offset("d", 1, 2));

        holds("c", offset("c", 1, 1));
        holds("d", offset("d", 1, 2));
    }

    @Test
    void connectors_whose_names_begin_alike_are_kept_apart() throws Exception {
        write(
                offset("c", 1, 1),
                offset("c-2", 1, 2),
                offset("c\",{\"", 1, 3),
                offset("c%", 1, 4),
                offset("\u00e9 c", 1, 5));

        holds("c", offset("c", 1, 1));
        holds("c-2", offset("c-2", 1, 2));
        holds("c\",{\"", offset("c\",{\"", 1, 3));
        holds("c%", offset("c%", 1, 4));
        holds("\u00e9 c", offset("\u00e9 c", 1, 5));
    }

    @Test
    void upper_and_lower_case_are_kept_apart() throws Exception {
        StoredOffset upper = new StoredOffset("C", "{\"p\":\"A\"}", "{\"o\":1}");
        StoredOffset lower = new StoredOffset("C", "{\"p\":\"a\"}", "{\"o\":2}");
        StoredOffset other = new StoredOffset("c", "{\"p\":\"A\"}", "{\"o\":3}");
        write(upper, lower, other);

        holds("C", upper, lower);
        holds("c", other);
    }

    @Test
    void what_a_collation_takes_for_equal_is_kept_apart() throws Exception {
        StoredOffset plain = new StoredOffset("c", "{\"p\":\"e\"}", "{\"o\":1}");
        StoredOffset blank = new StoredOffset("c", "{\"p\":\"e\"} ", "{\"o\":2}");
        StoredOffset accent = new StoredOffset("c", "{\"p\":\"\u00e9\"}", "{\"o\":3}");
        StoredOffset combined = new StoredOffset("c", "{\"p\":\"e\u0301\"}", "{\"o\":4}");
        StoredOffset other = new StoredOffset("c ", "{\"p\":\"e\"}", "{\"o\":5}");
        write(plain, blank, accent, combined, other);

        holds("c", plain, blank, accent, combined);
        holds("c ", other);
    }

    @Test
    void long_texts_that_differ_at_their_end_are_kept_apart() throws Exception {
        String beginning = "{\"p\":\"" + "\u00e9".repeat(LONG);
        StoredOffset one = new StoredOffset("c", beginning + "1\"}", "{\"o\":\"" + "1".repeat(LONG) + "\"}");
        StoredOffset two = new StoredOffset("c", beginning + "2\"}", "{\"o\":\"" + "2".repeat(LONG) + "\"}");
        write(one, two);

        holds("c", one, two);
    }

    @Test
    void an_empty_write_changes_nothing() throws Exception {
        write();
        write(offset("c", 1, 1));
        write();

        holds("c", offset("c", 1, 1));
    }

    @Test
    void one_write_may_change_add_and_delete_in_several_connectors() throws Exception {
        write(offset("c", 1, 1), offset("c", 2, 1), offset("d", 1, 1));
        write(offset("c", 1, 2), deleted("c", 2), offset("c", 3, 2), deleted("d", 1), offset("e", 1, 2));

        holds("c", offset("c", 1, 2), offset("c", 3, 2));
        holds("d");
        holds("e", offset("e", 1, 2));
    }

    @Test
    void one_write_may_hold_ten_thousand_offsets() throws Exception {
        StoredOffset[] first = many(1);
        StoredOffset[] second = many(2);
        write(first);
        write(second);

        assertEquals(MANY, store.read("c").size(), "the number of offsets");
        holds("c", second);
    }

    @Test
    void a_write_that_fails_writes_nothing() throws Exception {
        write(offset("c", 1, 1), offset("c", 2, 1));
        FailingBatch batch = new FailingBatch(List.of(offset("c", 1, 2), deleted("c", 2), offset("c", 3, 2)));

        assertThrows(Exception.class, () -> store.write(batch), "the write of a batch that cannot be read to its end");
        holds("c", offset("c", 1, 1), offset("c", 2, 1));
        write(offset("c", 1, 3));
        holds("c", offset("c", 1, 3), offset("c", 2, 1));
    }

    @Test
    void what_was_written_and_deleted_is_so_after_close_and_open() throws Exception {
        write(offset("c", 1, 1), offset("c", 2, 1));
        write(deleted("c", 1), offset("d", 1, 1));
        store.close();
        store.open(context());

        holds("c", offset("c", 2, 1));
        holds("d", offset("d", 1, 1));
        write(offset("c", 1, 2));
        holds("c", offset("c", 1, 2), offset("c", 2, 1));
    }

    @Test
    void what_was_written_and_deleted_is_so_for_another_store_on_the_same_data() throws Exception {
        write(offset("c", 1, 1), offset("c", 2, 1));
        write(deleted("c", 1), offset("d", 1, 1));
        store.close();
        store = reopen();
        store.open(context());

        holds("c", offset("c", 2, 1));
        holds("d", offset("d", 1, 1));
        write(offset("c", 1, 2));
        holds("c", offset("c", 1, 2), offset("c", 2, 1));
    }

    @Test
    void calls_may_come_from_different_threads_one_at_a_time() throws Exception {
        write(offset("c", 1, 1));
        FutureTask<Collection<StoredOffset>> elsewhere = new FutureTask<>(() -> {
            write(offset("c", 2, 2));
            return store.read("c");
        });
        Thread thread = new Thread(elsewhere, "offset-store-contract");
        thread.setDaemon(true);
        thread.start();

        Collection<StoredOffset> read = elsewhere.get(THREAD_LIMIT_SECONDS, TimeUnit.SECONDS);
        same("c", List.of(offset("c", 1, 1), offset("c", 2, 2)), read);
        holds("c", offset("c", 1, 1), offset("c", 2, 2));
    }

    private void write(StoredOffset... offsets) throws Exception {
        store.write(List.of(offsets));
    }

    private void holds(String connector, StoredOffset... expected) throws Exception {
        same(connector, Arrays.asList(expected), store.read(connector));
    }

    /** In any order, which no store promises. */
    private static void same(String connector, Collection<StoredOffset> expected, Collection<StoredOffset> actual) {
        assertEquals(sorted(expected), sorted(actual), () -> "the offsets of connector " + connector);
    }

    private static List<StoredOffset> sorted(Collection<StoredOffset> offsets) {
        return offsets.stream()
                .sorted(Comparator.comparing(StoredOffset::partition).thenComparing(StoredOffset::toString))
                .toList();
    }

    private static StoredOffset[] many(int offset) {
        return IntStream.range(0, MANY)
                .mapToObj(partition -> offset("c", partition, offset))
                .toArray(StoredOffset[]::new);
    }

    private static StoredOffset offset(String connector, int partition, int offset) {
        return new StoredOffset(connector, partition(partition), "{\"o\":" + offset + "}");
    }

    private static StoredOffset deleted(String connector, int partition) {
        return new StoredOffset(connector, partition(partition), null);
    }

    private static String partition(int number) {
        return "{\"p\":" + number + "}";
    }
}
